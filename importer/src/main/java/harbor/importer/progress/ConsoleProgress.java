package harbor.importer.progress;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows an import to whoever started it: a bar on a terminal (stored bytes read, the only total
 * that is known before the end), else a plain line each five seconds; what is wrong with rows; one
 * line a file at its end.
 */
public final class ConsoleProgress implements ImportListener {
  private static final long BETWEEN_LINES = Duration.ofSeconds(5).toNanos();

  private final PrintWriter screen;
  private final Notices notices;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private @Nullable ProgressBar bar;
  private long total;
  private long lastLineAt;

  /** {@code terminal} says whether a bar can be drawn; {@code nanoTime} is a clock. */
  public ConsoleProgress(
      PrintWriter screen, Notices notices, boolean terminal, LongSupplier nanoTime) {
    this.screen = screen;
    this.notices = notices;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  @Override
  public void started(String file, OptionalLong bytes) {
    total = bytes.orElse(0);
    lastLineAt = nanoTime.getAsLong();
    if (terminal && bytes.isPresent()) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(file)
              .setInitialMax(total)
              .setUnit(" KB", 1_000)
              .setStyle(ProgressBarStyle.ASCII)
              .build();
    } else {
      print(file + ": reading");
    }
  }

  @Override
  public void advanced(String file, long rows, long bytes) {
    long now = nanoTime.getAsLong();
    if (bar != null) {
      bar.stepTo(bytes);
      bar.setExtraMessage(String.format(Locale.ROOT, " %,d rows", rows));
    } else if (now - lastLineAt >= BETWEEN_LINES) {
      lastLineAt = now;
      String share = total == 0 ? "" : String.format(Locale.ROOT, " (%d %%)", bytes * 100 / total);
      print(String.format(Locale.ROOT, "%s: %,d rows%s", file, rows, share));
    }
  }

  @Override
  public void said(String file, String sentence) {
    print(file + ": " + sentence);
  }

  @Override
  public void noticed(Notice notice) {
    notices.add(notice);
  }

  @Override
  public void finished(ImportSummary summary) {
    if (bar != null) {
      bar.close();
      bar = null;
    }
    print(summary.sentence());
    notices.reasons().forEach(reason -> print("  " + reason));
  }

  private void print(String line) {
    screen.println(line);
    screen.flush();
  }
}
