package harbor.kit.runtime;

/** The one form that ids have everywhere: 1 to 64 characters of {@code [A-Za-z0-9._-]}. */
public final class Identifiers {
  /** The form, in words for messages. */
  public static final String FORM = "1 to 64 characters of [A-Za-z0-9._-]";

  private static final int MAX_CHARACTERS = 64;

  private Identifiers() {}

  /** Whether a text is an id. */
  public static boolean isWellFormed(String text) {
    if (text.isEmpty() || text.length() > MAX_CHARACTERS) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!isAllowed(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }
}
