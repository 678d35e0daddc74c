package harbor.kit.service;

import harbor.kit.runtime.Identifiers;

/** Checks of the fields of a row; each throws the {@link InvalidField} that says what is wrong. */
public final class Fields {
  private Fields() {}

  /** An id: 1 to 64 characters of {@code [A-Za-z0-9._-]}. */
  public static void id(String field, String value) {
    if (!Identifiers.isWellFormed(value)) {
      throw new InvalidField(field, "Malformed (expected: 1 to 64 characters of [A-Za-z0-9._-]).");
    }
  }

  /** A whole number within bounds, both included. */
  public static void range(String field, long value, long least, long most) {
    if (value < least || value > most) {
      throw new InvalidField(field, "%d (expected: %d to %d).".formatted(value, least, most));
    }
  }

  /** A text of at most so many characters, without NUL, which PostgreSQL cannot hold. */
  public static void text(String field, String value, int most) {
    int characters = value.codePointCount(0, value.length());
    if (characters > most) {
      throw new InvalidField(
          field, "%d characters (expected: at most %d).".formatted(characters, most));
    }
    if (value.indexOf('\0') >= 0) {
      throw new InvalidField(field, "Holds the character NUL (expected: text).");
    }
  }
}
