package harbor.web.product;

import harbor.kit.bff.input.Request;
import harbor.kit.bff.text.Languages;
import java.util.List;
import java.util.Locale;

/**
 * Whose page, and for whom.
 *
 * @param id the product's id, well-formed
 * @param language in which texts for people are written
 */
public record ProductRequest(String id, Locale language) {
  private static final Languages LANGUAGES =
      new Languages(List.of(Locale.ENGLISH, Locale.GERMAN, Locale.FRENCH));

  /** Reads it. */
  public static ProductRequest of(Request request) {
    return new ProductRequest(request.id("id"), request.language(LANGUAGES));
  }
}
