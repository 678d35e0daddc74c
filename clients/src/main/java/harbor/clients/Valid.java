package harbor.clients;

import com.google.protobuf.ProtocolMessageEnum;
import harbor.type.v1.Money;
import java.util.Currency;

/**
 * Refuses answers that cannot be, so that whoever asked gets none instead of nonsense on a page.
 * Each throws an {@link IllegalArgumentException} that names the field.
 */
final class Valid {
  private Valid() {}

  /** A text that must be there. */
  static void required(String field, String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(field + ": empty (expected: some text)");
    }
  }

  /** A message that must be there. */
  static void present(String field, boolean isPresent) {
    if (!isPresent) {
      throw new IllegalArgumentException(field + ": absent (expected: one)");
    }
  }

  /** A whole number within bounds, both included. */
  static void range(String field, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s: %d (expected: %d to %d)".formatted(field, value, min, max));
    }
  }

  /** An amount that can be shown: 1 minor unit at least, in a currency that there is. */
  static void money(String field, Money money) {
    range(field + ".minor", money.getMinor(), 1, Integer.MAX_VALUE);
    try {
      var _ = Currency.getInstance(money.getCurrency());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s.currency: %s (expected: an ISO 4217 code)".formatted(field, money.getCurrency()), e);
    }
  }

  /** A value of an enum that is known and says something. */
  static void known(String field, ProtocolMessageEnum value) {
    // The number of a value that is not known cannot be asked for.
    if (value.toString().equals("UNRECOGNIZED") || value.getNumber() == 0) {
      throw new IllegalArgumentException(field + ": " + value + " (expected: a known value)");
    }
  }
}
