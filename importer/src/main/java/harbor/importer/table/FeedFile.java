package harbor.importer.table;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/**
 * Something to import: a name for people and a way to open it. Whether it is gzipped shows in its
 * first two bytes, not in its name.
 *
 * @param name file name, as reports and {@code source_feed} state it
 * @param opener opens the bytes from their beginning
 * @param size number of bytes as stored, for a progress bar; empty when unknown
 */
public record FeedFile(String name, Opener opener, OptionalLong size) {
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int BYTE_ORDER_MARK = 0xfeff;

  /** Opens the bytes of a file. */
  @FunctionalInterface
  public interface Opener {
    /** Opens them from the beginning; the caller closes the stream. */
    InputStream open() throws IOException;
  }

  /** A file on disk. */
  public static FeedFile at(Path path) throws IOException {
    Path name = path.getFileName();
    return new FeedFile(
        name == null ? path.toString() : name.toString(),
        () -> Files.newInputStream(path),
        OptionalLong.of(Files.size(path)));
  }

  /** Bytes from anywhere, for instance a class path resource. */
  public static FeedFile of(String name, Opener opener) {
    return new FeedFile(name, opener, OptionalLong.empty());
  }

  /**
   * Opens the text (UTF-8, unpacked when it is gzip, without byte order mark); {@code bytesRead}
   * follows how many stored bytes were consumed.
   */
  BufferedReader read(AtomicLong bytesRead) throws IOException {
    InputStream stored = new BufferedInputStream(new Counted(opener.open(), bytesRead), 1 << 16);
    try {
      stored.mark(2);
      int magic = (stored.read() << 8) | stored.read();
      stored.reset();
      InputStream plain = magic == GZIP_MAGIC ? new GZIPInputStream(stored, 1 << 16) : stored;
      BufferedReader text =
          new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
      text.mark(1);
      if (text.read() != BYTE_ORDER_MARK) {
        text.reset();
      }
      return text;
    } catch (IOException e) {
      stored.close();
      throw e;
    }
  }

  /** Counts what passes. */
  private static final class Counted extends FilterInputStream {
    private final AtomicLong count;

    Counted(InputStream in, AtomicLong count) {
      super(in);
      this.count = count;
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      if (one >= 0) {
        count.incrementAndGet();
      }
      return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      if (read > 0) {
        count.addAndGet(read);
      }
      return read;
    }
  }
}
