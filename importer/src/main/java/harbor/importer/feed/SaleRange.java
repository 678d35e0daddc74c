package harbor.importer.feed;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a sale price is in force, as {@code sale_price_effective_date} says it: two moments with a
 * slash between them, one of which may be missing.
 *
 * <p>Without seconds a moment is the beginning of its minute. A moment without its offset from UTC
 * is none: nobody knows in which hour it is.
 *
 * @param startsAt its first moment; empty: it has begun
 * @param endsAt the moment after its last one; empty: it does not end
 */
public record SaleRange(Optional<Instant> startsAt, Optional<Instant> endsAt) {
  /** A sale without a range. */
  public static final SaleRange ALWAYS = new SaleRange(Optional.empty(), Optional.empty());

  private static final Pattern MOMENT =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})[Tt ](\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)"
              + " ?([Zz]|[+-]\\d{2}(?::?\\d{2})?)");

  /** Whether it has any bound. */
  public boolean isBounded() {
    return startsAt.isPresent() || endsAt.isPresent();
  }

  /** The range, where no text is one without bounds; throws {@link DateTimeParseException}. */
  static SaleRange parse(String text) {
    if (text.isEmpty()) {
      return ALWAYS;
    }
    String[] ends = text.split("/", -1);
    if (ends.length > 2) {
      throw new DateTimeParseException("is not two times with one slash between them", text, 0);
    }
    SaleRange range =
        new SaleRange(
            bound(ends[0].strip()), ends.length == 1 ? Optional.empty() : bound(ends[1].strip()));
    if (!range.isBounded()) {
      throw new DateTimeParseException("has neither start nor end", text, 0);
    }
    if (range.startsAt().isPresent()
        && range.endsAt().isPresent()
        && !range.startsAt().orElseThrow().isBefore(range.endsAt().orElseThrow())) {
      throw new DateTimeParseException("ends before it starts", text, 0);
    }
    return range;
  }

  private static Optional<Instant> bound(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(moment(text));
  }

  /** A moment with its offset; throws {@link DateTimeParseException}. */
  static Instant moment(String text) {
    Matcher parts = MOMENT.matcher(text);
    if (!parts.matches()) {
      throw new DateTimeParseException(
          "is not a time with its offset such as 2026-01-31T09:30+0100", text, 0);
    }
    try {
      return LocalDateTime.parse(parts.group(1) + "T" + parts.group(2))
          .toInstant(ZoneOffset.of(parts.group(3).toUpperCase(Locale.ROOT)));
    } catch (DateTimeException e) {
      throw new DateTimeParseException("is a time that there is not", text, 0, e);
    }
  }
}
