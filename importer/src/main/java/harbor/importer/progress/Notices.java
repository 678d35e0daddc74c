package harbor.importer.progress;

import harbor.importer.progress.ImportListener.Notice;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with rows: by reason for the screen, each value of each row in a report when one is
 * wanted, which is CSV with a header.
 */
public final class Notices implements Closeable {
  private static final Pattern FORMULA = Pattern.compile("\\s*[=+@-]");
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+([.,]\\d+)*");

  private static final CSVFormat REPORT =
      CSVFormat.RFC4180
          .builder()
          .setHeader("file", "line", "id", "outcome", "column", "value", "problem", "what to do")
          .get();

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final @Nullable Report report;
  private Reasons reasons = new Reasons();
  private long refused;

  private record Report(PrintWriter out, CSVPrinter csv) {}

  /** With a report, or null. */
  public Notices(@Nullable Writer report) throws IOException {
    if (report == null) {
      this.report = null;
    } else {
      PrintWriter out = new PrintWriter(report);
      this.report = new Report(out, new CSVPrinter(out, REPORT));
    }
  }

  void add(Notice notice) {
    if (notice.refused()) {
      refused++;
    }
    reasons.add(notice);
    if (report != null) {
      notice.faults().forEach(fault -> print(report.csv(), notice, fault));
    }
  }

  /** A {@link PrintWriter} keeps its errors until {@link #close}. */
  private static void print(CSVPrinter csv, Notice notice, Fault fault) {
    try {
      csv.printRecord(
          notice.file(),
          notice.line(),
          inert(notice.id()),
          notice.refused() ? "refused" : "stored without",
          fault.column(),
          inert(fault.value()),
          fault.problem(),
          fault.advice());
    } catch (IOException e) {
      throw new ImportEnded("the report cannot be written: " + e.getMessage(), e);
    }
  }

  /** A spreadsheet would run what a supplier wrote, were it a formula; a number is none. */
  private static String inert(String value) {
    String line = CONTROL.matcher(value).replaceAll(" ");
    return FORMULA.matcher(line).lookingAt() && !NUMBER.matcher(line).matches() ? "'" + line : line;
  }

  /** The reasons since the last call, a line each. */
  List<String> reasons() {
    List<String> sentences = reasons.sentences();
    reasons = new Reasons();
    return sentences;
  }

  /** Rows refused so far. */
  public long refused() {
    return refused;
  }

  @Override
  public void close() throws IOException {
    if (report != null) {
      report.csv().close();
      if (report.out().checkError()) {
        throw new IOException("the report could not be written completely");
      }
    }
  }
}
