package harbor.importer.progress;

import java.time.Duration;
import java.util.Locale;

/**
 * What became of one file.
 *
 * @param read rows read
 * @param created rows that were new
 * @param updated rows that were there and changed
 * @param unchanged rows that were there and said the same
 * @param refused rows not stored
 * @param remarked rows stored without a value that could not be used
 * @param took time from opening to the last answer
 * @param firstTenth milliseconds per thousand rows over the first tenth of the rows
 * @param lastTenth the same over the last tenth; near the first when the cost of a row does not
 *     grow with what is stored
 * @param complete whether the file was read to its end
 */
public record ImportSummary(
    String file,
    long read,
    long created,
    long updated,
    long unchanged,
    long refused,
    long remarked,
    Duration took,
    double firstTenth,
    double lastTenth,
    boolean complete) {

  /**
   * One line for people; how fast it went is said of a thousand rows or more, fewer say nothing.
   */
  public String sentence() {
    return String.format(
        Locale.ROOT,
        "%s: %,d read, %,d created, %,d updated, %,d unchanged, %,d refused%s; %.1f s%s%s",
        file,
        read,
        created,
        updated,
        unchanged,
        refused,
        remarked == 0 ? "" : String.format(Locale.ROOT, ", %,d with a remark", remarked),
        took.toNanos() / 1e9,
        read < 1_000 ? "" : rate(),
        complete ? "" : " - ENDED EARLY");
  }

  private String rate() {
    return String.format(
        Locale.ROOT,
        ", %.0f ms per 1,000 rows (first tenth %.0f, last tenth %.0f)",
        took.toNanos() / 1e3 / read,
        firstTenth,
        lastTenth);
  }
}
