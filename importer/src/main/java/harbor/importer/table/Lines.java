package harbor.importer.table;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Physical lines with their numbers; ends are LF or CRLF, or CR where that ends the first line.
 * Unlike {@link BufferedReader#readLine()} it ends with an error, not with the memory, when a file
 * has no line ends at all, and lines can be given back.
 */
final class Lines implements Closeable {
  private final BufferedReader text;
  private final Deque<Line> givenBack = new ArrayDeque<>();
  private long read;
  private boolean endsWithReturn;

  Lines(BufferedReader text) {
    this.text = text;
  }

  /**
   * One line.
   *
   * @param number from 1
   * @param text without its line end
   */
  record Line(long number, String text) {}

  Optional<Line> next() throws IOException {
    if (!givenBack.isEmpty()) {
      return Optional.of(givenBack.pop());
    }
    StringBuilder line = new StringBuilder();
    int c = text.read();
    if (c < 0) {
      return Optional.empty();
    }
    read++;
    while (c >= 0 && c != '\n' && !isReturnAlone(c)) {
      if (line.length() >= RecordReader.MAX_RECORD_LENGTH) {
        throw new IOException(
            "line %d is longer than %d characters".formatted(read, RecordReader.MAX_RECORD_LENGTH));
      }
      line.append((char) c);
      c = text.read();
    }
    if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
      line.setLength(line.length() - 1);
    }
    return Optional.of(new Line(read, line.toString()));
  }

  private boolean isReturnAlone(int c) throws IOException {
    if (c != '\r' || (read > 1 && !endsWithReturn)) {
      return false;
    }
    text.mark(1);
    boolean alone = text.read() != '\n';
    text.reset();
    endsWithReturn |= alone;
    return alone;
  }

  /** The line will be the next one again. */
  void giveBack(Line line) {
    givenBack.push(line);
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
