package harbor.catalog.product;

import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.row.Money;
import java.util.regex.Pattern;

/**
 * What it costs.
 *
 * @param listPrice regular price, positive
 * @param price what a customer pays now: positive, same currency, never above the list price
 * @param taxCategory standard, reduced, zero, or empty
 * @param multipack number of equal parts; 0 and 1 both mean a single item
 * @param unitPricingMeasure quantity that the unit price refers to; may be empty
 */
public record Pricing(
    Money listPrice, Money price, String taxCategory, int multipack, String unitPricingMeasure) {

  private static final Pattern TAX_CATEGORY = Pattern.compile("standard|reduced|zero");

  /** Checks all. */
  public Pricing {
    positive("list_price", listPrice);
    positive("price", price);
    if (!price.currency().equals(listPrice.currency())) {
      throw new InvalidField(
          "price",
          "In %s (expected: %s, as list_price).".formatted(price.currency(), listPrice.currency()));
    }
    if (price.minor() > listPrice.minor()) {
      throw new InvalidField("price", "Above list_price.");
    }
    Fields.code("tax_category", taxCategory, TAX_CATEGORY, "standard, reduced or zero");
    Fields.count("multipack", multipack);
    Fields.text("unit_pricing_measure", unitPricingMeasure, Product.MAX_WORDS);
  }

  private static void positive(String field, Money money) {
    if (money.minor() == 0) {
      throw new InvalidField(field, "0 (expected: more than 0).");
    }
  }
}
