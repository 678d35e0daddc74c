package harbor.paymentssandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import harbor.kit.runtime.StartFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file of the ledger: a line of JSON an entry, only ever added to. A line is on the disk when
 * {@link #append} returns. What a killed process left of a line is cut off at the next start: it
 * was never answered. For one thread at a time.
 */
final class Ledger implements AutoCloseable {
  private final @Nullable FileChannel file;
  private final List<Line> read;

  private Ledger(@Nullable FileChannel file, List<Line> read) {
    this.file = file;
    this.read = read;
  }

  /**
   * A line.
   *
   * @param entry what merchants see of it
   * @param request digest of what was asked, to tell a repetition from another request
   * @param card its token
   */
  record Line(Entry entry, String request, String card) {}

  /**
   * Opens it and reads what is there.
   *
   * @param path absent: nothing is kept
   * @throws StartFailed when it cannot be used, or another process uses it
   */
  static Ledger open(Optional<Path> path) {
    if (path.isEmpty()) {
      return new Ledger(null, List.of());
    }
    try {
      Files.createDirectories(path.get().getParent());
      FileChannel file = FileChannel.open(path.get(), CREATE, READ, WRITE);
      if (!isLocked(file)) {
        file.close();
        throw new StartFailed("Another payments sandbox uses the ledger " + path.get());
      }
      return new Ledger(file, lines(file));
    } catch (IOException e) {
      throw new StartFailed(
          "The ledger %s cannot be used: %s".formatted(path.get(), e.getMessage()), e);
    }
  }

  /** What was in it when it was opened. */
  List<Line> read() {
    return read;
  }

  /** Adds a line, which is on the disk afterwards. */
  void append(Line line) {
    if (file == null) {
      return;
    }
    byte[] json = Json.bytes(line);
    ByteBuffer bytes = ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException("The ledger cannot be written", e);
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }

  private static boolean isLocked(FileChannel file) throws IOException {
    try {
      return file.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  /** Leaves the file at its end. */
  private static List<Line> lines(FileChannel file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
    while (bytes.hasRemaining() && file.read(bytes) >= 0) {
      // until all is read
    }
    byte[] all = bytes.array();
    List<Line> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == '\n') {
        String line = new String(all, start, i - start, UTF_8);
        lines.add(Json.read(line.getBytes(UTF_8), Line.class));
        start = i + 1;
      }
    }
    file.truncate(start);
    file.position(start);
    return lines;
  }
}
