package harbor.bench.peer.spring;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names as parts of addresses. */
final class Slugs {
  private static final Pattern MARKS = Pattern.compile("\\p{M}");
  private static final Pattern OTHERS = Pattern.compile("[^a-z0-9]+");
  private static final Pattern EDGES = Pattern.compile("^-|-$");

  private Slugs() {}

  static String of(String name) {
    String plain = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFD)).replaceAll("");
    String dashed = OTHERS.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll("-");
    String slug = EDGES.matcher(dashed).replaceAll("");
    return slug.isEmpty() ? "-" : slug;
  }
}
