package harbor.kit.bff.answer;

import com.linecorp.armeria.common.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Proactive content negotiation (RFC 9110, section 12.5). */
final class Negotiation {
  private Negotiation() {}

  /**
   * The format that the client likes best, of those offered; the first one offered when it has no
   * preference; empty when it accepts none.
   */
  static Optional<ViewFormat> format(@Nullable String accept, List<ViewFormat> offered) {
    if (accept == null || accept.isBlank()) {
      return Optional.of(offered.getFirst());
    }
    for (ViewFormat format : offered) {
      // Our own clients ask for one format: there is nothing to weigh.
      if (format.mediaType().toString().equals(accept)) {
        return Optional.of(format);
      }
    }
    List<Preference> preferences = parse(accept);
    return best(offered, format -> quality(format.mediaType(), preferences));
  }

  /** The coding that the client likes best; none when it names none that we have. */
  static ContentCoding coding(@Nullable String acceptEncoding) {
    if (acceptEncoding == null || acceptEncoding.isBlank()) {
      return ContentCoding.IDENTITY;
    }
    List<Preference> preferences = parse(acceptEncoding);
    return best(
            List.of(ContentCoding.values()),
            coding -> {
              double quality = quality(coding.token(), preferences);
              // Unless it is refused, identity is always there, behind whatever is named.
              return coding == ContentCoding.IDENTITY && quality < 0 ? 0.0001 : quality;
            })
        .orElse(ContentCoding.IDENTITY);
  }

  /** A member of the header: what it allows, and how much it is liked, 0 to 1. */
  private record Preference(String value, double quality) {}

  @FunctionalInterface
  private interface Quality<T> {
    double of(T candidate);
  }

  private static <T> Optional<T> best(List<T> candidates, Quality<T> quality) {
    T best = null;
    double max = 0;
    for (T candidate : candidates) {
      double its = quality.of(candidate);
      if (its > max) {
        best = candidate;
        max = its;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The most specific range decides: {@code type/subtype}, then {@code type/*}, then {@code *}. */
  private static double quality(MediaType type, List<Preference> preferences) {
    double exact = quality(type.type() + "/" + type.subtype(), preferences, "");
    double anySubtype = quality(type.type() + "/*", preferences, "");
    return exact >= 0 ? exact : anySubtype >= 0 ? anySubtype : quality("*/*", preferences, "");
  }

  private static double quality(String token, List<Preference> preferences) {
    return quality(token, preferences, "*");
  }

  /** The quality of a value, of the wildcard when the value is not named, -1 when neither is. */
  private static double quality(String value, List<Preference> preferences, String wildcard) {
    double found = -1;
    for (Preference preference : preferences) {
      if (preference.value().equals(value)) {
        return preference.quality();
      }
      if (preference.value().equals(wildcard)) {
        found = preference.quality();
      }
    }
    return found;
  }

  /** Members that make no sense are passed over: they allow nothing. */
  private static List<Preference> parse(String header) {
    List<Preference> preferences = new ArrayList<>();
    for (String member : header.split(",", -1)) {
      String[] parts = member.strip().toLowerCase(Locale.ROOT).split("\\s*;\\s*", -1);
      double quality = 1;
      for (int i = 1; i < parts.length; i++) {
        if (parts[i].startsWith("q=")) {
          quality = number(parts[i].substring(2));
        }
      }
      if (!parts[0].isEmpty()) {
        preferences.add(new Preference(parts[0], quality));
      }
    }
    return preferences;
  }

  private static double number(String text) {
    try {
      double number = Double.parseDouble(text);
      return number >= 0 && number <= 1 ? number : 0;
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}
