package harbor.kit.bff.answer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Proactive content negotiation (RFC 9110, section 12.5). */
final class Negotiation {
  private Negotiation() {}

  /**
   * The format that the client likes best, of those offered; the first one offered when it has no
   * preference; empty when it accepts none. Of formats that it likes as much, one that it names
   * comes before one that a wildcard allows, and of those that it names the first.
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
    Comparator<ViewFormat> better =
        Comparator.comparingDouble((ViewFormat format) -> quality(format, preferences))
            .thenComparingInt(format -> -place(format, preferences));
    // Of equals, the first one offered.
    return offered.stream().max(better).filter(format -> quality(format, preferences) > 0);
  }

  /** Where a format is named first; behind all others when only a wildcard allows it. */
  private static int place(ViewFormat format, List<Preference> preferences) {
    int place = 0;
    for (Preference preference : preferences) {
      if (format.names().contains(preference.value())) {
        return place;
      }
      place++;
    }
    return Integer.MAX_VALUE;
  }

  /** The coding that the client likes best; none when it names none that we have. */
  static ContentCoding coding(@Nullable String acceptEncoding) {
    if (acceptEncoding == null || acceptEncoding.isBlank()) {
      return ContentCoding.IDENTITY;
    }
    List<Preference> preferences = parse(acceptEncoding);
    ContentCoding best = ContentCoding.IDENTITY;
    double max = 0;
    for (ContentCoding coding : ContentCoding.values()) {
      double quality = quality(coding.token(), preferences);
      // Unless it is refused, identity is always there, behind whatever is named.
      quality = coding == ContentCoding.IDENTITY && quality < 0 ? 0.0001 : quality;
      if (quality > max) {
        best = coding;
        max = quality;
      }
    }
    return best;
  }

  /** A member of the header: what it allows, and how much it is liked, 0 to 1. */
  private record Preference(String value, double quality) {}

  /** The most specific range decides: {@code type/subtype}, then {@code type/*}, then {@code *}. */
  private static double quality(ViewFormat format, List<Preference> preferences) {
    double exact =
        format.names().stream()
            .mapToDouble(name -> quality(name, preferences, ""))
            .max()
            .orElse(-1);
    double anySubtype = quality(format.mediaType().type() + "/*", preferences, "");
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
