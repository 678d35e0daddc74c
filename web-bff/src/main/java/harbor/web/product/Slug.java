package harbor.web.product;

import java.text.Normalizer;

/** Names as parts of addresses: {@code "Home & Garden"} becomes {@code home-garden}. */
final class Slug {
  private Slug() {}

  static String of(String name) {
    String letters = Normalizer.normalize(name, Normalizer.Form.NFD);
    StringBuilder slug = new StringBuilder(letters.length());
    boolean gap = false;
    int letter;
    for (int at = 0; at < letters.length(); at += Character.charCount(letter)) {
      letter = letters.codePointAt(at);
      int plain = Character.toLowerCase(letter);
      if ((plain >= 'a' && plain <= 'z') || (plain >= '0' && plain <= '9')) {
        if (gap && !slug.isEmpty()) {
          slug.append('-');
        }
        slug.append((char) plain);
        gap = false;
      } else if (!isMark(letter)) {
        gap = true;
      }
    }
    return slug.isEmpty() ? "-" : slug.toString();
  }

  /** An accent, which stands behind its letter. */
  private static boolean isMark(int letter) {
    return switch (Character.getType(letter)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }
}
