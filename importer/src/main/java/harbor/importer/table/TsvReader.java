package harbor.importer.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Tab separated values as shops export them: some quote a field as CSV does, others do not and
 * write {@code "Best" mug} or {@code 15" monitor}.
 *
 * <p>Apache Commons CSV reads the former and fails on the latter: a quote that begins a field and
 * never closes swallows the file. Here the number of columns of the first record decides. A field
 * is quoted when it begins with a quote and the next single quote ends it (a tab or the end
 * follows); otherwise its quotes are text. A record goes on in the next line only when that closes
 * an open quote within a bound and the next line is not a whole record itself.
 */
final class TsvReader implements RecordReader {
  private static final int MAX_LINES = 200;
  private static final int MAX_JOINED = 64_000;
  private static final int NONE = -1;
  private static final int OPEN = -2;

  private final Lines lines;
  private int columns;

  TsvReader(BufferedReader text) {
    this.lines = new Lines(text);
  }

  @Override
  public Optional<RawRecord> next() throws IOException {
    Optional<Lines.Line> first = lines.next();
    while (first.isPresent() && first.get().text().isBlank()) {
      first = lines.next();
    }
    if (first.isEmpty()) {
      return Optional.empty();
    }
    List<String> values = record(first.get());
    if (columns == 0) {
      columns = values.size();
    }
    return Optional.of(new RawRecord(first.get().number(), values));
  }

  private List<String> record(Lines.Line first) throws IOException {
    List<String> values = oneLine(first.text());
    if (!opensQuote(first.text())) {
      return values;
    }
    Deque<Lines.Line> taken = new ArrayDeque<>();
    StringBuilder joined = new StringBuilder(first.text());
    while (taken.size() < MAX_LINES && joined.length() < MAX_JOINED) {
      Optional<Lines.Line> next = lines.next();
      if (next.isEmpty()) {
        break;
      }
      taken.push(next.get());
      if (oneLine(next.get().text()).size() >= columns) {
        break;
      }
      joined.append('\n').append(next.get().text());
      // Only a line with a quote can close the field; the others need not be split again.
      if (next.get().text().indexOf('"') >= 0 && !opensQuote(joined.toString())) {
        List<String> whole = oneLine(joined.toString());
        if (whole.size() == columns) {
          return whole;
        }
        break;
      }
    }
    while (!taken.isEmpty()) {
      lines.giveBack(taken.pop());
    }
    return values;
  }

  /**
   * Splits what is complete; when quotes hide tabs and columns are therefore missing, quotes across
   * tabs are text.
   */
  private List<String> oneLine(String text) {
    List<String> values = split(text, true);
    if (columns == 0 || values.size() == columns) {
      return values;
    }
    List<String> apart = split(text, false);
    return apart.size() == columns ? apart : values;
  }

  private static List<String> split(String text, boolean tabsMayBeQuoted) {
    List<String> values = new ArrayList<>();
    int at = 0;
    while (true) {
      int end = closingQuote(text, at);
      boolean quoted =
          end >= 0
              && (tabsMayBeQuoted || text.indexOf('\t', at) < 0 || text.indexOf('\t', at) > end);
      if (quoted) {
        values.add(text.substring(at + 1, end).replace("\"\"", "\""));
        end++;
      } else {
        int tab = text.indexOf('\t', at);
        end = tab < 0 ? text.length() : tab;
        values.add(text.substring(at, end));
      }
      if (end >= text.length()) {
        return values;
      }
      at = end + 1;
    }
  }

  /** Whether the last field begins with a quote that nothing closes, nothing contradicts either. */
  private static boolean opensQuote(String text) {
    int at = 0;
    while (true) {
      int end = closingQuote(text, at);
      if (end == OPEN) {
        return true;
      }
      int tab = text.indexOf('\t', end < 0 ? at : end);
      if (tab < 0) {
        return false;
      }
      at = tab + 1;
    }
  }

  /**
   * Position of the quote that closes the field at {@code start}; NONE when the field is not
   * quoted, OPEN when the text ends before.
   */
  private static int closingQuote(String text, int start) {
    if (start >= text.length() || text.charAt(start) != '"') {
      return NONE;
    }
    int at = start + 1;
    while (true) {
      int quote = text.indexOf('"', at);
      if (quote < 0) {
        return OPEN;
      }
      if (quote + 1 == text.length() || text.charAt(quote + 1) == '\t') {
        return quote;
      }
      if (text.charAt(quote + 1) != '"') {
        return NONE;
      }
      at = quote + 2;
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
