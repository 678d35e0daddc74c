package harbor.catalog.search;

import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a category is asked for by: {@code Home & Garden > Lamps} is {@code home-garden/lamps}. */
public final class CategorySlug {
  private static final Pattern FORM =
      Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*){0,5}");
  private static final Pattern OTHERS = Pattern.compile("[^a-z0-9]+");
  private static final Pattern ENDS = Pattern.compile("^-|-$");
  private static final Pattern FOREIGN = Pattern.compile("[^\\x00-\\x7F]");

  private CategorySlug() {}

  /** The slug of the names from the root down. */
  public static String of(List<String> path) {
    return path.stream().map(CategorySlug::ofName).collect(Collectors.joining("/"));
  }

  /** Whether a category can have this slug. */
  static boolean isWellFormed(String slug) {
    return FORM.matcher(slug).matches();
  }

  /** A name in letters that are none of a to z has a number instead of them. */
  private static String ofName(String name) {
    String plain = Folding.plain(name);
    String words = ENDS.matcher(OTHERS.matcher(plain).replaceAll("-")).replaceAll("");
    if (!words.isEmpty() && !FOREIGN.matcher(plain).find()) {
      return words;
    }
    String number = HexFormat.of().toHexDigits(plain.hashCode());
    return words.isEmpty() ? number : words + "-" + number;
  }
}
