package harbor.kit.runtime;

/**
 * The two forms that ids have everywhere: of ids that Harbor and its clients make, and of external
 * ids, which another system chose long before ({@link #isExternal}).
 */
public final class Identifiers {
  /** The form of an id, in words for messages. */
  public static final String FORM = "1 to 64 characters of [A-Za-z0-9._-]";

  /** The form of an external id, in words for messages. */
  public static final String EXTERNAL_FORM =
      "1 to 64 characters without '/', '\\' or control characters, no blank at an end, not '.' or"
          + " '..'";

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

  /**
   * Whether a text can be an external id, such as a shop's of a product: what can stand in one
   * segment of a path once it is percent-encoded, and looks like itself to people.
   */
  public static boolean isExternal(String text) {
    if (isWellFormed(text)) {
      return !isDots(text);
    }
    if (text.isEmpty()
        || text.codePointCount(0, text.length()) > MAX_CHARACTERS
        || text.charAt(0) == ' '
        || text.charAt(text.length() - 1) == ' ') {
      return false;
    }
    return text.codePoints().allMatch(Identifiers::canBeExternal);
  }

  /** Proxies and browsers take them for folders. */
  private static boolean isDots(String text) {
    return text.equals(".") || text.equals("..");
  }

  private static boolean canBeExternal(int point) {
    return point != '/'
        && point != '\\'
        && switch (Character.getType(point)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              false;
          case Character.SPACE_SEPARATOR -> point == ' ';
          default -> true;
        };
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
