package harbor.kit.bff.answer;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.github.luben.zstd.util.Native;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Loads the native libraries of the content codings, each from a temporary file that is deleted at
 * once: the system keeps what is loaded. The libraries by themselves delete theirs when a process
 * ends well, so that a megabyte stays for each that is killed.
 */
final class NativeCodings {
  /** Where the library looks first. */
  private static final String BROTLI_PATH = "brotli4j.library.path";

  private static final String BROTLI = "/lib/linux-x86_64/libbrotli.so";

  private NativeCodings() {}

  static void load() {
    try {
      Path folder = Files.createTempDirectory("harbor-native");
      try {
        loadBrotli(folder);
        Native.load(folder.toFile());
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The native libraries of content codings cannot be loaded", e);
    }
  }

  /** On another platform than ours it finds its library itself. */
  private static void loadBrotli(Path folder) throws IOException {
    try (InputStream library = Brotli4jLoader.class.getResourceAsStream(BROTLI)) {
      if (library != null && System.getProperty(BROTLI_PATH) == null) {
        Path file = folder.resolve("libbrotli.so");
        Files.copy(library, file);
        System.setProperty(BROTLI_PATH, file.toString());
        try {
          Brotli4jLoader.ensureAvailability();
        } finally {
          System.clearProperty(BROTLI_PATH);
        }
      } else {
        Brotli4jLoader.ensureAvailability();
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
