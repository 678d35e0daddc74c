package harbor.catalog.product;

import harbor.kit.service.row.Fields;
import java.util.regex.Pattern;

/**
 * What the goods are like. Texts may be empty: unknown, or it does not apply.
 *
 * @param color as words
 * @param material as words
 * @param size as words
 * @param energyEfficiencyClass of the EU label, A+++ to G
 * @param countryOfOrigin ISO 3166-1 alpha-2 code
 * @param warrantyMonths guarantee beyond the law's; 0 for none
 * @param adult sold only to adults
 */
public record Traits(
    String color,
    String material,
    String size,
    String energyEfficiencyClass,
    String countryOfOrigin,
    int warrantyMonths,
    boolean adult) {

  private static final Pattern ENERGY_CLASS = Pattern.compile("A[+]{0,3}|[B-G]");
  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

  /** Checks all. */
  public Traits {
    Fields.text("color", color, Product.MAX_WORDS);
    Fields.text("material", material, Product.MAX_WORDS);
    Fields.text("size", size, Product.MAX_WORDS);
    Fields.code("energy_efficiency_class", energyEfficiencyClass, ENERGY_CLASS, "A+++ to G");
    Fields.code("country_of_origin", countryOfOrigin, COUNTRY, "two capital letters");
    Fields.count("warranty_months", warrantyMonths);
  }
}
