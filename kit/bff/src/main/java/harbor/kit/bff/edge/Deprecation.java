package harbor.kit.bff.edge;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * That a version of a route has a successor (RFC 9745) and is gone from a date on (RFC 8594).
 *
 * @param since when clients were told
 * @param sunset from when on the route is answered 410
 * @param successor path of what to ask instead; variables are those of the route's own path
 */
public record Deprecation(Instant since, Instant sunset, String successor) {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** Checks the order of the dates. */
  public Deprecation {
    if (sunset.isBefore(since)) {
      throw new IllegalArgumentException(
          "sunset: %s (expected: not before %s)".formatted(sunset, since));
    }
  }

  /**
   * From the beginning of days, UTC.
   *
   * @param successor path of what to ask instead; variables are those of the route's own path
   */
  public static Deprecation of(LocalDate since, LocalDate sunset, String successor) {
    return new Deprecation(start(since), start(sunset), successor);
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** The value of {@code Deprecation}: a structured field's date. */
  String deprecationHeader() {
    return "@" + since.getEpochSecond();
  }

  /** The value of {@code Sunset}: an HTTP date. */
  String sunsetHeader() {
    return HTTP_DATE.format(sunset);
  }

  boolean isOver(Instant now) {
    return !now.isBefore(sunset);
  }
}
