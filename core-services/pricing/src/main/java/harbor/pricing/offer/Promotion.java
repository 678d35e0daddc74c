package harbor.pricing.offer;

import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.row.Money;
import harbor.kit.service.row.Rounding;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A reduction that the shop grants.
 *
 * @param id the shop's
 * @param name for people
 * @param couponCode that brings it; empty: it needs none
 * @param position in the order in which reductions are taken, equal ones by id
 * @param reduction what it takes off
 * @param currency of amount and minimum; empty for a percentage in every currency
 * @param minimumMinor that the goods cost at least before discounts
 * @param productIds the only ones that it is for; empty: all
 * @param days when it is granted
 * @param maxUses over all persons; 0: no limit
 * @param maxUsesPerPerson 0: no limit
 * @param active whether it is granted at all
 */
record Promotion(
    String id,
    String name,
    String couponCode,
    int position,
    Reduction reduction,
    String currency,
    long minimumMinor,
    List<String> productIds,
    Days days,
    int maxUses,
    int maxUsesPerPerson,
    boolean active) {
  private static final Pattern CODE = Pattern.compile("[A-Z0-9._-]{1,64}");
  private static final int MAX_NAME = 200;
  private static final int MAX_PRODUCTS = 1_000;

  /** Throws {@link InvalidField}. */
  Promotion {
    Fields.id("id", id);
    Fields.requiredText("name", name, MAX_NAME);
    Fields.code("coupon_code", couponCode, CODE, "1 to 64 characters of [A-Z0-9._-]");
    switch (reduction) {
      case Reduction.Percent(int points) ->
          Fields.range("percent_basis_points", points, 1, Rounding.BASIS_POINTS);
      case Reduction.Amount(long minor) -> Fields.range("amount_minor", minor, 1, Money.MAX_MINOR);
    }
    Fields.range("minimum_minor", minimumMinor, 0, Money.MAX_MINOR);
    boolean hasAmounts = reduction instanceof Reduction.Amount || minimumMinor > 0;
    if (currency.isEmpty() ? hasAmounts : !Money.isCurrency(currency)) {
      throw new InvalidField(
          "currency", "Absent or unknown (expected: the ISO 4217 code of the row's amounts).");
    }
    productIds = Fields.list("product_ids", productIds, MAX_PRODUCTS);
    productIds.forEach(product -> Fields.externalId("product_ids", product));
    Fields.count("max_uses", maxUses);
    Fields.count("max_uses_per_person", maxUsesPerPerson);
  }

  /** Whether a text may be a coupon's code. */
  static boolean isCode(String text) {
    return CODE.matcher(text).matches();
  }

  /** Whether it is for a product. */
  boolean isFor(String productId) {
    return productIds.isEmpty() || productIds.contains(productId);
  }
}
