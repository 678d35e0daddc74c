package harbor.recommendations;

import harbor.kit.service.Fields;
import harbor.kit.service.InvalidField;
import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An amount of money.
 *
 * @param minor minor units of the currency, 0 to 2,000,000,000
 * @param currency an ISO 4217 code that {@link Currency} knows
 */
record Amount(long minor, String currency) {
  private static final long MOST_MINOR = 2_000_000_000L;

  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  Amount {
    if (minor < 0 || minor > MOST_MINOR || !CURRENCIES.contains(currency)) {
      throw new IllegalArgumentException(minor + " " + currency);
    }
  }

  /** The amount that a field of a row states; throws {@link InvalidField}. */
  static Amount stated(String field, long minor, String currency) {
    Fields.range(field, minor, 0, MOST_MINOR);
    if (!CURRENCIES.contains(currency)) {
      throw new InvalidField(field, "Unknown currency (expected: an ISO 4217 code such as EUR).");
    }
    return new Amount(minor, currency);
  }
}
