package harbor.catalog.product;

import harbor.kit.service.InvalidField;
import java.util.List;
import java.util.regex.Pattern;

/** Checks of single values; each gives the value back or throws an {@link InvalidField}. */
final class Check {
  /** Bound of names and words for which the contract states none. */
  static final int MOST_WORDS = 200;

  /** Bound of addresses, for which the contract states none. */
  static final int MOST_ADDRESS = 2_000;

  private Check() {}

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

  /** A text that is empty or fits the pattern. */
  static String code(String field, String value, Pattern pattern, String expected) {
    if (!value.isEmpty() && !pattern.matcher(value).matches()) {
      throw new InvalidField(
          field, "%s is malformed (expected: %s, or empty).".formatted(field, expected));
    }
    return value;
  }

  /** A whole number within bounds, both included. */
  static int number(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InvalidField(
          field, "%s is %d (expected: %d to %d).".formatted(field, value, least, most));
    }
    return value;
  }

  /** A whole number that is not negative. */
  static int count(String field, int value) {
    return number(field, value, 0, Integer.MAX_VALUE);
  }

  /** A list of at most so many entries, copied. */
  static <T> List<T> list(String field, List<T> values, int most) {
    if (values.size() > most) {
      throw new InvalidField(
          field, "%s has %d entries (expected: at most %d).".formatted(field, values.size(), most));
    }
    return List.copyOf(values);
  }

  /** A list of texts that are not blank, copied. */
  static List<String> texts(String field, List<String> values, int most, int mostCharacters) {
    list(field, values, most).forEach(value -> someText(field, value, mostCharacters));
    return List.copyOf(values);
  }
}
