package harbor.catalog.search;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Makes alike what people take for the same: capitals and small letters, letters with accents and
 * without, an umlaut and the two ways to write it without dots (ü, ue, u), ß and ss, full width and
 * ordinary width, the kinds of apostrophes, a decimal comma and a decimal point.
 *
 * <p>Documents and queries are folded by this same function, in Java, so that no server's locale or
 * version has a say in it.
 */
final class Folding {
  /** Goes up with each change of what documents hold, so that stored ones are made anew. */
  static final int FORM = 1;

  private static final Pattern APOSTROPHES =
      Pattern.compile("[\u2018\u2019\u201A\u201B\u2032\u02BC\uFF07`\u00B4]");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern DOTLESS = Pattern.compile("([aou])e");
  private static final Pattern DECIMAL_COMMA = Pattern.compile("(?<=\\d),(?=\\d)");

  private Folding() {}

  /** Folded text, in which words can be compared letter by letter. */
  static String fold(String text) {
    String plain = plain(text);
    return DECIMAL_COMMA.matcher(DOTLESS.matcher(plain).replaceAll("$1")).replaceAll(".");
  }

  /** Small letters without accents; ue stays as it is. */
  static String plain(String text) {
    String decomposed =
        Normalizer.normalize(APOSTROPHES.matcher(text).replaceAll("'"), Normalizer.Form.NFKD);
    String letters = MARKS.matcher(decomposed).replaceAll("").toLowerCase(Locale.ROOT);
    // A capital İ becomes an i with a mark of its own.
    return Normalizer.normalize(whole(MARKS.matcher(letters).replaceAll("")), Normalizer.Form.NFC);
  }

  /** Letters that have no decomposition. */
  private static String whole(String text) {
    StringBuilder whole = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      switch (letter) {
        case 'ß' -> whole.append("ss");
        case 'æ' -> whole.append("ae");
        case 'œ' -> whole.append("oe");
        case 'ø' -> whole.append('o');
        case 'ł' -> whole.append('l');
        case 'đ', 'ð' -> whole.append('d');
        case 'þ' -> whole.append("th");
        case 'ı' -> whole.append('i');
        default -> whole.append(letter);
      }
    }
    return whole.toString();
  }
}
