package harbor.web.product;

import java.util.Locale;

/**
 * Whose page, and for whom.
 *
 * @param id the product's id, well-formed
 * @param language in which texts for people are written
 */
public record ProductRequest(String id, Locale language) {}
