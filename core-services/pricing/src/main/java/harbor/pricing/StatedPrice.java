package harbor.pricing;

import harbor.kit.runtime.Identifiers;
import java.util.Currency;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A price as the shop states it, and what follows from it by arithmetic.
 *
 * @param productId which product
 * @param currency of both amounts, an ISO 4217 code that {@link Currency} knows
 * @param listMinor the regular price in minor units, 1 to 2,000,000,000
 * @param currentMinor what a customer pays, 1 to listMinor; less than listMinor exactly while there
 *     is a sale
 */
record StatedPrice(String productId, String currency, long listMinor, long currentMinor) {
  static final long MOST_MINOR = 2_000_000_000L;

  private static final int BASIS_POINTS = 10_000;

  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  StatedPrice {
    if (!Identifiers.isWellFormed(productId)
        || !CURRENCIES.contains(currency)
        || !isAmount(listMinor)
        || currentMinor < 1
        || currentMinor > listMinor) {
      throw new IllegalArgumentException(
          "%s: %d of %d %s".formatted(productId, currentMinor, listMinor, currency));
    }
  }

  /** A price without a sale. */
  static Checked<StatedPrice> regular(String productId, long listMinor, String currency) {
    if (!Identifiers.isWellFormed(productId)) {
      return refused("product_id", "Malformed (expected: 1 to 64 characters of [A-Za-z0-9._-]).");
    }
    if (!CURRENCIES.contains(currency)) {
      return refused("list", "Unknown currency (expected: an ISO 4217 code such as EUR).");
    }
    if (!isAmount(listMinor)) {
      return refused("list", outOfRange(listMinor));
    }
    return new Checked.Sound<>(new StatedPrice(productId, currency, listMinor, listMinor));
  }

  /** A price with a sale: below the regular price, in the same currency. */
  static Checked<StatedPrice> onSale(
      String productId, long listMinor, String currency, long saleMinor, String saleCurrency) {
    Checked<StatedPrice> regular = regular(productId, listMinor, currency);
    if (regular instanceof Checked.Refused<StatedPrice>) {
      return regular;
    }
    if (!saleCurrency.equals(currency)) {
      return refused("sale", "Other currency than list (expected: %s).".formatted(currency));
    }
    if (!isAmount(saleMinor)) {
      return refused("sale", outOfRange(saleMinor));
    }
    if (saleMinor >= listMinor) {
      return refused("sale", "%d (expected: below list, %d).".formatted(saleMinor, listMinor));
    }
    return new Checked.Sound<>(new StatedPrice(productId, currency, listMinor, saleMinor));
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

  private static boolean isAmount(long minor) {
    return minor >= 1 && minor <= MOST_MINOR;
  }

  private static String outOfRange(long minor) {
    return "%d (expected: 1 to %d minor units).".formatted(minor, MOST_MINOR);
  }

  private static Checked<StatedPrice> refused(String field, String description) {
    return new Checked.Refused<>(field, description);
  }
}
