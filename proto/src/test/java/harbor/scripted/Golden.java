package harbor.scripted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Answers that are kept in {@code src/test/resources/golden}, so that a change of one is a diff.
 * {@code -Dharbor.golden.write=true} writes them anew.
 */
public final class Golden {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  private Golden() {}

  /** Holds a text to the kept one. */
  public static void assertKept(String name, String actual) {
    assertKept(FOLDER.resolve(name), actual);
  }

  /** The kept text of this name. */
  public static String kept(String name) {
    try {
      return Files.readString(FOLDER.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("write it with -Dharbor.golden.write=true", e);
    }
  }

  /** Holds a text to a file, by its path from the module's folder. */
  public static void assertKept(Path file, String actual) {
    String text = actual.strip() + "\n";
    try {
      if (Boolean.getBoolean("harbor.golden.write")) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
      }
      assertThat(file).as("write it with -Dharbor.golden.write=true and read it").exists();
      assertThat(text).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
