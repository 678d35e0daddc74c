package harbor.catalog.search;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of folded text between white space.
 *
 * @param whole without punctuation at its ends
 * @param parts its runs of letters and digits; at least one
 * @param isSigned whether it has a sign that tells it from others, as {@code 100%}, {@code
 *     bolt_m4}, {@code c++} and {@code 3.2} have: then the whole is a word of its own
 */
record Token(String whole, List<String> parts, boolean isSigned) {
  /** Longer words are cut, in documents and queries alike. */
  static final int MAX_WORD = 64;

  private static final Pattern PIECE = Pattern.compile("[^\\s\\p{Z}\\p{Cc}]+");
  private static final String SIGNS = "_%+#@&$€£°";

  /** Copies the list. */
  Token {
    parts = List.copyOf(parts);
  }

  /** All parts in one, as people write part numbers and compounds too. */
  String joined() {
    return cut(String.join("", parts));
  }

  /** Whether there is nothing but white space. */
  static boolean isBlank(String text) {
    return !PIECE.matcher(text).find();
  }

  /** The tokens of a text; what has no letter and no digit is none. */
  static List<Token> of(String text) {
    List<Token> tokens = new ArrayList<>();
    Matcher pieces = PIECE.matcher(Folding.fold(text));
    while (pieces.find()) {
      Token token = token(pieces.group());
      if (!token.parts.isEmpty()) {
        tokens.add(token);
      }
    }
    return tokens;
  }

  private static Token token(String piece) {
    List<String> parts = new ArrayList<>();
    StringBuilder whole = new StringBuilder();
    StringBuilder part = new StringBuilder();
    boolean isSigned = false;
    int[] letters = piece.codePoints().toArray();
    for (int i = 0; i < letters.length; i++) {
      int letter = letters[i];
      if (Character.isLetterOrDigit(letter)) {
        part.appendCodePoint(letter);
        whole.appendCodePoint(letter);
        continue;
      }
      end(part, parts);
      if (isSign(letters, i)) {
        whole.appendCodePoint(letter);
        isSigned = true;
      } else if (i > 0 && i < letters.length - 1) {
        whole.append('-');
      }
    }
    end(part, parts);
    return new Token(cut(whole.toString()), parts, isSigned);
  }

  private static boolean isSign(int[] letters, int at) {
    return SIGNS.indexOf(letters[at]) >= 0
        || (letters[at] == '.'
            && at > 0
            && at < letters.length - 1
            && Character.isDigit(letters[at - 1])
            && Character.isDigit(letters[at + 1]));
  }

  private static void end(StringBuilder part, List<String> parts) {
    if (!part.isEmpty()) {
      parts.add(cut(part.toString()));
      part.setLength(0);
    }
  }

  private static String cut(String word) {
    return word.codePointCount(0, word.length()) <= MAX_WORD
        ? word
        : word.substring(0, word.offsetByCodePoints(0, MAX_WORD));
  }
}
