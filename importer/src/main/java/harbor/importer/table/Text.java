package harbor.importer.table;

import java.util.List;
import java.util.stream.Stream;

/** Text as people typed it into a feed, made fit to store. */
public final class Text {
  private Text() {}

  /**
   * One line: control characters and runs of white space become one space, the ends are trimmed.
   */
  public static String line(String text) {
    return clean(text, false);
  }

  /** Several lines: as {@link #line}, but line breaks stay. */
  public static String paragraphs(String text) {
    return clean(text, true);
  }

  private static String clean(String text, boolean keepBreaks) {
    if (text.isEmpty()) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length());
    char gap = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (keepBreaks && c == '\n') {
        gap = c;
      } else if (Character.isWhitespace(c)
          || Character.isSpaceChar(c)
          || Character.isISOControl(c)) {
        gap = gap == 0 ? ' ' : gap;
      } else {
        if (gap != 0 && !clean.isEmpty()) {
          clean.append(gap);
        }
        gap = 0;
        clean.append(c);
      }
    }
    return clean.toString();
  }

  /**
   * At most {@code max} characters, ending with a whole word where the last word is not most of it,
   * without hanging punctuation.
   */
  public static String shorten(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    int end = text.lastIndexOf(' ', max);
    if (end < max / 2) {
      end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
    }
    while (end > 1 && " ,;:-–—/&(|.".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(0, end);
  }

  /** The names of a category path such as {@code Home > Kitchen > Mugs}. */
  public static List<String> path(String text) {
    return Stream.of(text.split(">", -1)).map(Text::line).filter(name -> !name.isEmpty()).toList();
  }
}
