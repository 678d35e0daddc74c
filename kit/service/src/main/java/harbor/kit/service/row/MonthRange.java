package harbor.kit.service.row;

import harbor.kit.service.call.Failure;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Months in a row, as a zone has them: the last one is that of now.
 *
 * @param first the first of them
 * @param count how many
 */
public record MonthRange(ZoneId zone, YearMonth first, int count) {
  /** What charts show: two years. */
  public static final int COUNT = 24;

  /**
   * The last 24 months.
   *
   * @param zone its IANA name
   */
  public static MonthRange until(Instant now, String zone) {
    try {
      ZoneId known = ZoneId.of(zone);
      return new MonthRange(
          known, YearMonth.from(now.atZone(known)).minusMonths(COUNT - 1L), COUNT);
    } catch (DateTimeException _) {
      throw Failure.invalidArgument(
          "INVALID_TIME_ZONE", "time_zone: unknown (expected: an IANA zone like Europe/Berlin).");
    }
  }

  /** All of them, in order. */
  public List<YearMonth> months() {
    return IntStream.range(0, count).mapToObj(first::plusMonths).toList();
  }

  /** When the first one begins. */
  public Instant start() {
    return ZonedDateTime.of(first.atDay(1).atStartOfDay(), zone).toInstant();
  }
}
