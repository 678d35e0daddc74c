package harbor.screens.checkout;

import harbor.kit.bff.text.MoneyFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * An amount to show, never to pay with.
 *
 * @param minor minor units; empty for more of them than a view can count
 * @param formatted for people
 */
public record DisplayAmount(Optional<Integer> minor, String formatted) {
  /** This many minor units of a currency, as a language writes them. */
  public static DisplayAmount of(long minor, String currency, Locale language) {
    boolean isCounted = minor <= Integer.MAX_VALUE && minor >= Integer.MIN_VALUE;
    return new DisplayAmount(
        isCounted ? Optional.of((int) minor) : Optional.empty(),
        MoneyFormat.format(minor, currency, language));
  }
}
