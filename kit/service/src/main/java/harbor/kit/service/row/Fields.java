package harbor.kit.service.row;

import com.google.protobuf.Timestamp;
import harbor.kit.runtime.Identifiers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Checks of the fields of a row; each gives the value back, or throws the {@link InvalidField} that
 * says what is wrong.
 */
public final class Fields {
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");
  private static final int NANOS_A_SECOND = 1_000_000_000;

  private Fields() {}

  /** A field that must be there. */
  public static void present(String field, boolean present) {
    if (!present) {
      throw new InvalidField(field, "Absent (expected: a value).");
    }
  }

  /** An id: 1 to 64 characters of {@code [A-Za-z0-9._-]}. */
  public static String id(String field, String value) {
    if (!Identifiers.isWellFormed(value)) {
      throw new InvalidField(field, "Malformed (expected: " + Identifiers.FORM + ").");
    }
    return value;
  }

  /** An external id, such as a product's: {@link Identifiers#EXTERNAL_FORM}. */
  public static String externalId(String field, String value) {
    if (!Identifiers.isExternal(value)) {
      throw new InvalidField(field, "Malformed (expected: " + Identifiers.EXTERNAL_FORM + ").");
    }
    return value;
  }

  /** A whole number within bounds, both included. */
  public static long range(String field, long value, long min, long max) {
    if (value < min || value > max) {
      throw new InvalidField(field, "%d (expected: %d to %d).".formatted(value, min, max));
    }
    return value;
  }

  /** Days from and to, each in a field of its own, at most a year. */
  public static DayRange days(String minField, int min, String maxField, int max) {
    range(minField, min, 0, DayRange.MAX_DAYS);
    range(maxField, max, min, DayRange.MAX_DAYS);
    return new DayRange(min, max);
  }

  /** A number within bounds, both included; not a number is refused too. */
  public static double range(String field, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new InvalidField(field, "%s (expected: %.0f to %.0f).".formatted(value, min, max));
    }
    return value;
  }

  /** A whole number that is not negative. */
  public static long count(String field, long value) {
    return range(field, value, 0, Integer.MAX_VALUE);
  }

  /** A text that is not blank, of at most so many characters. */
  public static String requiredText(String field, String value, int max) {
    if (value.isBlank()) {
      throw new InvalidField(field, "Blank (expected: 1 to %d characters).".formatted(max));
    }
    return text(field, value, max);
  }

  /**
   * A text of at most so many characters, as Unicode and PostgreSQL count them, without NUL, which
   * PostgreSQL cannot hold.
   */
  public static String text(String field, String value, int max) {
    int characters = value.codePointCount(0, value.length());
    if (characters > max) {
      throw new InvalidField(
          field, "%d characters (expected: at most %d).".formatted(characters, max));
    }
    if (value.indexOf('\0') >= 0) {
      throw new InvalidField(field, "Holds the character NUL (expected: text).");
    }
    return value;
  }

  /**
   * A text that is empty or fits the pattern.
   *
   * @param expected the pattern in words
   */
  public static String code(String field, String value, Pattern pattern, String expected) {
    if (!value.isEmpty() && !pattern.matcher(value).matches()) {
      throw new InvalidField(field, "Malformed (expected: %s, or empty).".formatted(expected));
    }
    return value;
  }

  /** A list of at most so many entries, copied. */
  public static <T> List<T> list(String field, List<T> values, int max) {
    if (values.size() > max) {
      throw new InvalidField(
          field, "%d entries (expected: at most %d).".formatted(values.size(), max));
    }
    return List.copyOf(values);
  }

  /** A list of texts that are not blank, copied. */
  public static List<String> texts(String field, List<String> values, int max, int maxCharacters) {
    list(field, values, max).forEach(value -> requiredText(field, value, maxCharacters));
    return List.copyOf(values);
  }

  /** An amount of at least so much and at most {@link Money#MAX_MINOR}, in a known currency. */
  public static Money money(String field, long minor, String currency, long min) {
    if (!Money.isCurrency(currency)) {
      throw new InvalidField(field, "Unknown currency (expected: an ISO 4217 code such as EUR).");
    }
    return new Money(range(field, minor, min, Money.MAX_MINOR), currency);
  }

  /** The amount that a message states. */
  public static Money money(String field, harbor.type.v1.Money message, long min) {
    return money(field, message.getMinor(), message.getCurrency(), min);
  }

  /** A time of the years 1 to 9999, cut to the microseconds that PostgreSQL keeps. */
  public static Instant instant(String field, Instant value) {
    if (value.isBefore(EARLIEST) || value.isAfter(LATEST)) {
      throw new InvalidField(field, "Out of range (expected: years 1 to 9999).");
    }
    return value.truncatedTo(ChronoUnit.MICROS);
  }

  /** The time that a message states. */
  public static Instant instant(String field, Timestamp message) {
    range(field, message.getNanos(), 0, NANOS_A_SECOND - 1);
    range(field, message.getSeconds(), EARLIEST.getEpochSecond(), LATEST.getEpochSecond());
    return instant(field, Instant.ofEpochSecond(message.getSeconds(), message.getNanos()));
  }
}
