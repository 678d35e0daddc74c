package harbor.web.edge;

import harbor.screens.MoneyViews;
import harbor.type.v1.Money;
import harbor.web.v1.Price;
import java.util.Locale;

/** Amounts as the browser sees them: to compute with, and to show. */
public final class PriceViews {
  private PriceViews() {}

  /** An amount in a language. */
  public static Price price(Money money, Locale language) {
    return Price.newBuilder()
        .setMinor(Math.toIntExact(money.getMinor()))
        .setCurrency(money.getCurrency())
        .setFormatted(MoneyViews.text(money, language))
        .build();
  }
}
