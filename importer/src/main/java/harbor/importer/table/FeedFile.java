package harbor.importer.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Something to import: a name for people and a way to open it. Whether it is packed, and which form
 * it has, shows in its bytes, not in its name.
 *
 * @param name file name, as reports state it
 * @param opener opens the bytes from their beginning
 * @param size number of bytes as stored, for a progress bar; empty when unknown
 * @param charset what whoever imports says of the characters; empty: what the file says, else UTF-8
 */
public record FeedFile(String name, Opener opener, OptionalLong size, Optional<Charset> charset) {

  /** Opens the bytes of a file. */
  @FunctionalInterface
  public interface Opener {
    /** Opens them from the beginning; the caller closes the stream. */
    InputStream open() throws IOException;
  }

  /** A file on disk, or a pipe with a name, which can be opened once. */
  public static FeedFile at(Path path) throws IOException {
    Path name = path.getFileName();
    return new FeedFile(
        name == null ? path.toString() : name.toString(),
        () -> {
          ZipFiles.requireOneFile(path);
          return Files.newInputStream(path);
        },
        Files.isRegularFile(path) ? OptionalLong.of(Files.size(path)) : OptionalLong.empty(),
        Optional.empty());
  }

  /** Bytes from anywhere, for instance a class path resource. */
  public static FeedFile of(String name, Opener opener) {
    return new FeedFile(name, opener, OptionalLong.empty(), Optional.empty());
  }

  /** The same file with characters of this kind, unless its first bytes say otherwise. */
  public FeedFile in(Optional<Charset> declared) {
    return new FeedFile(name, opener, size, declared);
  }

  /** The same bytes in a file that can be opened again, which the caller deletes. */
  public FeedFile copiedTo(Path file) throws IOException {
    try (InputStream bytes = opener.open()) {
      Files.copy(bytes, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return new FeedFile(
        name, () -> Files.newInputStream(file), OptionalLong.of(Files.size(file)), charset);
  }
}
