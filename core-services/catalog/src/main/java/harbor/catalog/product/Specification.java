package harbor.catalog.product;

import harbor.kit.service.row.Fields;

/**
 * One line of technical data.
 *
 * @param section heading; may be empty
 * @param name of the property
 * @param value with unit
 */
public record Specification(String section, String name, String value) {
  private static final String FIELD = "specifications";
  private static final int MAX_VALUE = 1_000;

  /** Checks all. */
  public Specification {
    Fields.text(FIELD, section, Product.MAX_WORDS);
    Fields.requiredText(FIELD, name, Product.MAX_WORDS);
    Fields.text(FIELD, value, MAX_VALUE);
  }
}
