package harbor.importer.table;

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
 * Values separated by a comma, a semicolon or a bar, else as RFC 4180 has them, by Apache Commons
 * CSV. Line ends are LF, CRLF or CR. Text behind a closing quote counts to the field; a quote that
 * never closes ends the reading after {@link RecordReader#MAX_RECORD_LENGTH} characters instead of
 * filling the memory with the rest of the file.
 */
final class CsvReader implements RecordReader {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).setTrailingData(true).get();
  private static final String CAUSE = "a quote before this line is probably not closed";

  private final LimitedReader limited;
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;

  CsvReader(Reader text, char delimiter) throws IOException {
    this.limited = new LimitedReader(text, CAUSE);
    this.parser = FORMAT.builder().setDelimiter(delimiter).get().parse(limited);
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
    long breaks = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\n' || (c == '\r' && !value.startsWith("\n", i + 1))) {
        breaks++;
      }
    }
    return breaks;
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
