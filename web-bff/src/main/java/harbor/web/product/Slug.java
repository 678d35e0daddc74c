package harbor.web.product;

import java.text.Normalizer;
import java.util.Locale;

/** Names as parts of addresses: {@code "Home & Garden"} becomes {@code home-garden}. */
final class Slug {
  private Slug() {}

  static String of(String name) {
    String slug =
        Normalizer.normalize(name, Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    return slug.isEmpty() ? "-" : slug;
  }
}
