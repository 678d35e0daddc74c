package harbor.catalog.product;

import harbor.kit.service.InvalidField;
import java.util.regex.Pattern;

/**
 * An amount that is not negative.
 *
 * @param minor in the currency's minor units
 * @param currency ISO 4217 code
 */
public record Money(long minor, String currency) {
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

  /** Checks both. */
  public Money {
    if (minor < 0 || !CURRENCY.matcher(currency).matches()) {
      throw new IllegalArgumentException("%d %s is no amount".formatted(minor, currency));
    }
  }

  /** The amount that a field states. */
  public static Money of(String field, long minor, String currency) {
    if (minor < 0) {
      throw new InvalidField(field, "%s is %d (expected: 0 or more).".formatted(field, minor));
    }
    if (!CURRENCY.matcher(currency).matches()) {
      throw new InvalidField(
          field, "%s has a malformed currency (expected: three capital letters).".formatted(field));
    }
    return new Money(minor, currency);
  }
}
