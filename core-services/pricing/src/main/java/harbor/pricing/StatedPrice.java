package harbor.pricing;

import harbor.kit.runtime.Identifiers;
import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.row.Money;
import java.util.Currency;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A price as the shop states it, and what follows from it by arithmetic.
 *
 * @param productId which product
 * @param currency of both amounts, an ISO 4217 code that {@link Currency} knows
 * @param listMinor the regular price in minor units, 1 to 2,000,000,000
 * @param currentMinor what a customer pays, 1 to listMinor; less than listMinor exactly while there
 *     is a sale
 * @param taxClass of the goods, 1 to 32 characters of {@code [a-z0-9_-]}
 */
record StatedPrice(
    String productId, String currency, long listMinor, long currentMinor, String taxClass) {
  /** The tax class of goods of which none is stated. */
  static final String STANDARD = "standard";

  private static final int BASIS_POINTS = 10_000;
  private static final Pattern TAX_CLASS = Pattern.compile("[a-z0-9_-]{1,32}");

  StatedPrice {
    if (!Identifiers.isWellFormed(productId)
        || !Money.isCurrency(currency)
        || listMinor > Money.MAX_MINOR
        || currentMinor < 1
        || currentMinor > listMinor
        || !TAX_CLASS.matcher(taxClass).matches()) {
      throw new IllegalArgumentException(
          "%s: %d of %d %s".formatted(productId, currentMinor, listMinor, currency));
    }
  }

  /** A price of goods of the standard tax class. */
  StatedPrice(String productId, String currency, long listMinor, long currentMinor) {
    this(productId, currency, listMinor, currentMinor, STANDARD);
  }

  /** A price without a sale; throws {@link InvalidField}. */
  static StatedPrice regular(String productId, long listMinor, String currency) {
    Fields.id("product_id", productId);
    Fields.money("list", listMinor, currency, 1);
    return new StatedPrice(productId, currency, listMinor, listMinor);
  }

  /**
   * A price with a sale: below the regular price, in the same currency; throws {@link
   * InvalidField}.
   */
  static StatedPrice onSale(
      String productId, long listMinor, String currency, long saleMinor, String saleCurrency) {
    regular(productId, listMinor, currency);
    if (!saleCurrency.equals(currency)) {
      throw new InvalidField(
          "sale", "Other currency than list (expected: %s).".formatted(currency));
    }
    Fields.range("sale", saleMinor, 1, Money.MAX_MINOR);
    if (saleMinor >= listMinor) {
      throw new InvalidField(
          "sale", "%d (expected: below list, %d).".formatted(saleMinor, listMinor));
    }
    return new StatedPrice(productId, currency, listMinor, saleMinor);
  }

  /**
   * The same for goods of a tax class, where empty is the standard one; throws {@link
   * InvalidField}.
   */
  StatedPrice taxed(String taxClass) {
    Fields.code("tax_class", taxClass, TAX_CLASS, "1 to 32 characters of [a-z0-9_-]");
    return taxClass.isEmpty()
        ? this
        : new StatedPrice(productId, currency, listMinor, currentMinor, taxClass);
  }

  /** Whether less than the regular price is asked. */
  boolean isOnSale() {
    return currentMinor < listMinor;
  }

  /** The discount against the regular price in basis points, rounded down; 0 without a sale. */
  int discountBasisPoints() {
    return Math.toIntExact((listMinor - currentMinor) * BASIS_POINTS / listMinor);
  }

  /** The regular price less the current one in minor units; empty without a sale. */
  OptionalLong savingMinor() {
    return isOnSale() ? OptionalLong.of(listMinor - currentMinor) : OptionalLong.empty();
  }
}
