package harbor.kit.bff.text;

import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import org.jspecify.annotations.Nullable;

/**
 * The languages that a BFF speaks, the default first.
 *
 * @param supported never empty
 */
public record Languages(List<Locale> supported) {
  /** Copies the list. */
  public Languages {
    supported = List.copyOf(supported);
    if (supported.isEmpty()) {
      throw new IllegalArgumentException("supported: empty (expected: at least one)");
    }
  }

  /**
   * The one that suits {@code Accept-Language} best (RFC 4647, lookup); the default when none does
   * or the header makes no sense.
   */
  public Locale choose(@Nullable String acceptLanguage) {
    if (acceptLanguage == null || acceptLanguage.isBlank()) {
      return supported.getFirst();
    }
    try {
      Locale found = Locale.lookup(LanguageRange.parse(acceptLanguage), supported);
      return found == null ? supported.getFirst() : found;
    } catch (IllegalArgumentException _) {
      return supported.getFirst();
    }
  }
}
