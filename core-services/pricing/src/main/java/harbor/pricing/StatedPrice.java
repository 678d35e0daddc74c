package harbor.pricing;

import harbor.kit.runtime.Identifiers;
import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.row.Money;
import java.util.Currency;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A price as the shop states it.
 *
 * @param productId which product
 * @param currency of both amounts, an ISO 4217 code that {@link Currency} knows
 * @param listMinor the regular price in minor units, 1 to 2,000,000,000
 * @param sale what is asked instead within its range, 1 to less than listMinor
 * @param taxClass of the goods, 1 to 32 characters of {@code [a-z0-9_-]}
 */
record StatedPrice(
    String productId, String currency, long listMinor, Optional<Sale> sale, String taxClass) {
  /** The tax class of goods of which none is stated. */
  static final String STANDARD = "standard";

  private static final Pattern TAX_CLASS = Pattern.compile("[a-z0-9_-]{1,32}");

  StatedPrice {
    long saleMinor = sale.map(Sale::minor).orElse(1L);
    if (!Identifiers.isExternal(productId)
        || !Money.isCurrency(currency)
        || listMinor < 1
        || listMinor > Money.MAX_MINOR
        || saleMinor < 1
        || (sale.isPresent() && saleMinor >= listMinor)
        || !TAX_CLASS.matcher(taxClass).matches()) {
      throw new IllegalArgumentException(
          "%s: %s of %d %s".formatted(productId, sale, listMinor, currency));
    }
  }

  /** A price without a sale; throws {@link InvalidField}. */
  static StatedPrice regular(String productId, long listMinor, String currency) {
    Fields.externalId("product_id", productId);
    Fields.money("list", listMinor, currency, 1);
    return new StatedPrice(productId, currency, listMinor, Optional.empty(), STANDARD);
  }

  /**
   * The same with a sale: below the regular price, in the same currency; throws {@link
   * InvalidField}.
   */
  StatedPrice onSale(Sale reduced, String saleCurrency) {
    if (!saleCurrency.equals(currency)) {
      throw new InvalidField(
          "sale", "Other currency than list (expected: %s).".formatted(currency));
    }
    Fields.range("sale", reduced.minor(), 1, Money.MAX_MINOR);
    if (reduced.minor() >= listMinor) {
      throw new InvalidField(
          "sale", "%d (expected: below list, %d).".formatted(reduced.minor(), listMinor));
    }
    return new StatedPrice(productId, currency, listMinor, Optional.of(reduced), taxClass);
  }

  /**
   * The same for goods of a tax class, where empty is the standard one; throws {@link
   * InvalidField}.
   */
  StatedPrice taxed(String taxClass) {
    Fields.code("tax_class", taxClass, TAX_CLASS, "1 to 32 characters of [a-z0-9_-]");
    return taxClass.isEmpty()
        ? this
        : new StatedPrice(productId, currency, listMinor, sale, taxClass);
  }
}
