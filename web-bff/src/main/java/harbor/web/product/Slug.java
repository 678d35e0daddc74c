package harbor.web.product;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names as parts of addresses: {@code "Home & Garden"} becomes {@code home-garden}. */
final class Slug {
  private static final Pattern MARKS = Pattern.compile("\\p{M}");
  private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^a-z0-9]+");
  private static final Pattern DASH_AT_AN_END = Pattern.compile("^-|-$");

  private Slug() {}

  static String of(String name) {
    String decomposed = Normalizer.normalize(name, Normalizer.Form.NFD);
    String plain = MARKS.matcher(decomposed).replaceAll("").toLowerCase(Locale.ROOT);
    String dashed = NEITHER_LETTER_NOR_DIGIT.matcher(plain).replaceAll("-");
    String slug = DASH_AT_AN_END.matcher(dashed).replaceAll("");
    return slug.isEmpty() ? "-" : slug;
  }
}
