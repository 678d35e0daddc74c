package harbor.importer.progress;

import harbor.importer.progress.ImportListener.Notice;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * Says which rows were refused: the first ones on the screen, all of them, and the remarks, in a
 * report when one is wanted.
 */
public final class Notices implements Closeable {
  private static final int MAX_PRINTED = 50;

  private final PrintWriter screen;
  private final @Nullable PrintWriter report;
  private long refused;

  public Notices(PrintWriter screen, @Nullable Writer report) {
    this.screen = screen;
    this.report = report == null ? null : new PrintWriter(report);
  }

  void add(Notice notice) {
    if (notice.refused()) {
      refused++;
      if (refused <= MAX_PRINTED) {
        screen.printf("%s line %d: %s%n", notice.file(), notice.line(), notice.reason());
      } else if (refused == MAX_PRINTED + 1) {
        screen.println("more refused rows are only counted; --report FILE writes them all");
      }
      screen.flush();
    }
    if (report != null) {
      report.printf(
          "%s\t%d\t%s\t%s%n",
          notice.file(), notice.line(), notice.refused() ? "refused" : "remark", notice.reason());
    }
  }

  /** Rows refused so far. */
  public long refused() {
    return refused;
  }

  @Override
  public void close() throws IOException {
    if (report != null) {
      report.close();
      if (report.checkError()) {
        throw new IOException("the report could not be written completely");
      }
    }
  }
}
