package harbor.kit.service.row;

import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An amount that is not negative.
 *
 * @param minor in the currency's minor units
 * @param currency an ISO 4217 code that {@link Currency} knows
 */
public record Money(long minor, String currency) {
  /** What a row may state at most: 20 million in a currency with cents. */
  public static final long MAX_MINOR = 2_000_000_000L;

  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  /** Checks both; what a row states is checked by {@link Fields#money}. */
  public Money {
    if (minor < 0 || !isCurrency(currency)) {
      throw new IllegalArgumentException("%d %s is no amount".formatted(minor, currency));
    }
  }

  /** Of what a message states. */
  public static Money of(harbor.type.v1.Money message) {
    return new Money(message.getMinor(), message.getCurrency());
  }

  /** Whether there is such a currency. */
  public static boolean isCurrency(String code) {
    return CURRENCIES.contains(code);
  }

  /** As contracts have it. */
  public harbor.type.v1.Money message() {
    return harbor.type.v1.Money.newBuilder().setMinor(minor).setCurrency(currency).build();
  }
}
