package harbor.importer.table;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Lets {@link RecordReader#MAX_RECORD_LENGTH} characters pass and no more, until it is renewed:
 * what never ends in a file must not fill the memory.
 */
final class LimitedReader extends FilterReader {
  private final String cause;
  private long left = RecordReader.MAX_RECORD_LENGTH;

  /** {@code cause} says why a record is probably longer. */
  LimitedReader(Reader in, String cause) {
    super(in);
    this.cause = cause;
  }

  void renew() {
    left = RecordReader.MAX_RECORD_LENGTH;
  }

  @Override
  public int read() throws IOException {
    int one = super.read();
    spend(1);
    return one;
  }

  @Override
  public int read(char[] chars, int offset, int length) throws IOException {
    int read = super.read(chars, offset, length);
    spend(read);
    return read;
  }

  private void spend(int read) throws IOException {
    left -= read;
    if (left < 0) {
      throw new IOException(
          "a row is longer than %d characters; %s"
              .formatted(RecordReader.MAX_RECORD_LENGTH, cause));
    }
  }
}
