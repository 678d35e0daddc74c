package harbor.importer.table;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Comma separated values as RFC 4180 has them, by Apache Commons CSV. Text behind a closing quote
 * counts to the field; a quote that never closes ends the reading after {@link
 * RecordReader#MAX_RECORD_LENGTH} characters instead of filling the memory with the rest of the
 * file.
 */
final class CsvReader implements RecordReader {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).setTrailingData(true).get();

  private final LimitedReader limited;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;

  CsvReader(Reader text) throws IOException {
    this.limited = new LimitedReader(text);
    this.parser = FORMAT.parse(limited);
    this.records = parser.iterator();
  }

  @Override
  public Optional<RawRecord> next() throws IOException {
    limited.renew();
    try {
      if (!records.hasNext()) {
        return Optional.empty();
      }
      List<String> values = List.of(records.next().values());
      long inside = values.stream().mapToLong(CsvReader::lineBreaks).sum();
      return Optional.of(new RawRecord(parser.getCurrentLineNumber() - inside, values));
    } catch (UncheckedIOException e) {
      throw new IOException(
          "line %d: %s"
              .formatted(
                  parser.getCurrentLineNumber(),
                  Objects.requireNonNullElse(e.getCause(), e).getMessage()),
          e);
    }
  }

  private static long lineBreaks(String value) {
    return value.chars().filter(c -> c == '\n').count();
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  /** Lets so many characters pass and no more, until it is renewed. */
  private static final class LimitedReader extends FilterReader {
    private long left;

    LimitedReader(Reader in) {
      super(in);
    }

    void renew() {
      left = MAX_RECORD_LENGTH;
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
            "a row is longer than %d characters; a quote before this line is probably not closed"
                .formatted(MAX_RECORD_LENGTH));
      }
    }
  }
}
