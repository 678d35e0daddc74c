package harbor.importer.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Lists within one field: separators that a backslash makes text. A backslash before anything but a
 * comma, colon or backslash is text.
 */
public final class Escapes {
  private Escapes() {}

  /** Splits at unescaped separators; the parts keep their backslashes. */
  public static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      if (isEscape(text, i)) {
        i++;
      } else if (text.charAt(i) == separator) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  /** The text without its escaping backslashes. */
  public static String remove(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (isEscape(text, i)) {
        i++;
      }
      plain.append(text.charAt(i));
    }
    return plain.toString();
  }

  /**
   * An entry of a list, as {@link #split} and {@link #remove} give it back: with a backslash before
   * commas that would part it, and before backslashes that would count as one.
   *
   * @param isEntry whether what follows a comma, up to the next one, would count as an entry
   */
  public static String entry(String text, Predicate<String> isEntry) {
    StringBuilder entry = new StringBuilder(text.length());
    String comma = "";
    for (String piece : text.split(",", -1)) {
      entry.append(comma.isEmpty() || !isEntry.test(piece) ? comma : "\\,");
      entry.append(piece.replaceAll("\\\\(?=[:\\\\]|\\z)", "\\\\\\\\"));
      comma = ",";
    }
    return entry.toString();
  }

  private static boolean isEscape(String text, int at) {
    return text.charAt(at) == '\\'
        && at + 1 < text.length()
        && ",:\\".indexOf(text.charAt(at + 1)) >= 0;
  }
}
