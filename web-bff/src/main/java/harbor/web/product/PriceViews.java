package harbor.web.product;

import harbor.kit.bff.text.MoneyFormat;
import harbor.type.v1.Money;
import harbor.web.v1.Price;
import java.util.Locale;

/** Amounts as the browser sees them: to compute with, and to show. */
final class PriceViews {
  private PriceViews() {}

  static Price price(Money money, Locale language) {
    return Price.newBuilder()
        .setMinor(Math.toIntExact(money.getMinor()))
        .setCurrency(money.getCurrency())
        .setFormatted(MoneyFormat.format(money.getMinor(), money.getCurrency(), language))
        .build();
  }
}
