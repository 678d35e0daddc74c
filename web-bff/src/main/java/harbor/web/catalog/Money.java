package harbor.web.catalog;

import java.util.Currency;

/**
 * A price to show. What is computed with money is computed in the core services.
 *
 * @param minor minor units of the currency, 1 to 2,147,483,647
 * @param currency ISO 4217 code
 */
public record Money(long minor, String currency) {
  /** Checks both, so that whatever shows it can. */
  public Money {
    if (minor < 1 || minor > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "minor: " + minor + " (expected: 1 to " + Integer.MAX_VALUE + ")");
    }
    // throws unless there is such a currency
    var _ = Currency.getInstance(currency);
  }
}
