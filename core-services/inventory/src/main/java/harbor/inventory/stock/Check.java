package harbor.inventory.stock;

import harbor.kit.runtime.Identifiers;
import harbor.kit.service.InvalidField;

/** Checks of single values; each gives the value back or throws an {@link InvalidField}. */
final class Check {
  private Check() {}

  /** An id of the shop. */
  static String id(String field, String value) {
    if (!Identifiers.isWellFormed(value)) {
      throw new InvalidField(
          field,
          "%s is malformed (expected: 1 to 64 characters of [A-Za-z0-9._-]).".formatted(field));
    }
    return value;
  }

  /** A text that is not blank. */
  static String someText(String field, String value, int most) {
    if (value.isBlank()) {
      throw new InvalidField(field, "%s is blank (expected: a text).".formatted(field));
    }
    return text(field, value, most);
  }

  /** A text of at most so many characters, as Unicode and PostgreSQL count them. */
  static String text(String field, String value, int most) {
    int characters = value.codePointCount(0, value.length());
    if (characters > most) {
      throw new InvalidField(
          field, "%s has %d characters (expected: at most %d).".formatted(field, characters, most));
    }
    if (value.indexOf('\0') >= 0) {
      throw new InvalidField(field, "%s holds a NUL character.".formatted(field));
    }
    return value;
  }

  /** A whole number within bounds, both included. */
  static long number(String field, long value, long least, long most) {
    if (value < least || value > most) {
      throw new InvalidField(
          field, "%s is %d (expected: %d to %d).".formatted(field, value, least, most));
    }
    return value;
  }

  /** Degrees from minus to plus the given; not a number is refused too. */
  static double degrees(String field, double value, int most) {
    if (!(Math.abs(value) <= most)) {
      throw new InvalidField(
          field, "%s is %s (expected: -%d to %d).".formatted(field, value, most, most));
    }
    return value;
  }
}
