package harbor.importer.table;

import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Moments as files write them: a day, alone (its beginning) or with a time of day, that with or
 * without an offset; where there is none, UTC. {@code 2026-05-03}, {@code 2026-05-03 10:00:00},
 * {@code 2026-05-03T10:00+0200}, {@code 03.05.2026}. Which number of {@code 03/05/2026} is the
 * month is not guessed.
 */
public final class TimeText {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<year>\\d{4})(?<sep>[-/])(?<month>\\d{1,2})\\k<sep>(?<day>\\d{1,2})"
              + "|(?<first>\\d{1,2})(?<mark>[./])(?<second>\\d{1,2})\\k<mark>(?<last>\\d{4}))"
              + "(?:(?:T|\\s)\\s?(?<hour>\\d{1,2}):(?<minute>\\d{2})"
              + "(?::(?<secs>\\d{2})(?:[.,](?<nanos>\\d{1,9}))?)?"
              + "\\s?(?<offset>Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?)?",
          Pattern.CASE_INSENSITIVE);

  private TimeText() {}

  /** Which number of a date with slashes is the day. */
  public enum DayOrder {
    UNKNOWN,
    DAY_FIRST,
    MONTH_FIRST
  }

  /** What a text says. */
  public sealed interface Reading {}

  /** A moment. */
  public record Moment(Timestamp time) implements Reading {}

  /** Not one moment; what is wrong, without the text, and what to write instead. */
  public record Unclear(String problem, String advice) implements Reading {}

  /** Reads a clean line. */
  public static Reading read(String text, DayOrder order) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return none();
    }
    boolean hasSlashes = "/".equals(parts.group("mark"));
    if (hasSlashes && order == DayOrder.UNKNOWN) {
      return twoReadings(parts);
    }
    try {
      OffsetDateTime time =
          OffsetDateTime.of(
              day(parts, hasSlashes && order == DayOrder.MONTH_FIRST),
              timeOfDay(parts),
              offset(parts.group("offset")));
      return new Moment(
          Timestamp.newBuilder().setSeconds(time.toEpochSecond()).setNanos(time.getNano()).build());
    } catch (DateTimeException e) {
      return none();
    }
  }

  private static Unclear none() {
    return new Unclear("is not a time", "write it like 2026-01-31T09:30:00Z");
  }

  private static Unclear twoReadings(Matcher parts) {
    Optional<String> dayFirst = inWords(parts, false);
    Optional<String> monthFirst = inWords(parts, true);
    if (dayFirst.isEmpty() && monthFirst.isEmpty()) {
      return none();
    }
    return new Unclear(
        "can be read in two ways",
        "it is %s; say --dates dmy or --dates mdy"
            .formatted(
                dayFirst
                    .map(day -> monthFirst.map(month -> day + " or " + month).orElse(day))
                    .or(() -> monthFirst)
                    .orElseThrow()));
  }

  private static Optional<String> inWords(Matcher parts, boolean monthFirst) {
    try {
      return Optional.of(
          day(parts, monthFirst)
              .format(DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(Locale.UK)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static LocalDate day(Matcher parts, boolean monthFirst) {
    if (parts.group("year") != null) {
      return LocalDate.of(number(parts, "year"), number(parts, "month"), number(parts, "day"));
    }
    return LocalDate.of(
        number(parts, "last"),
        number(parts, monthFirst ? "first" : "second"),
        number(parts, monthFirst ? "second" : "first"));
  }

  private static LocalTime timeOfDay(Matcher parts) {
    String nanos = parts.group("nanos") == null ? "" : parts.group("nanos");
    return LocalTime.of(
        number(parts, "hour"),
        number(parts, "minute"),
        number(parts, "secs"),
        Integer.parseInt((nanos + "000000000").substring(0, 9)));
  }

  /** A number; 0 when it is not there. */
  private static int number(Matcher parts, String group) {
    String digits = parts.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static ZoneOffset offset(@Nullable String text) {
    return text == null || Character.isLetter(text.charAt(0))
        ? ZoneOffset.UTC
        : ZoneOffset.of(text);
  }
}
