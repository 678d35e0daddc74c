package harbor.web.product;

import harbor.kit.bff.text.MoneyFormat;
import harbor.web.catalog.Money;
import harbor.web.v1.Price;
import java.util.Locale;

/** Amounts as the browser sees them: to compute with, and to show. */
final class PriceViews {
  private PriceViews() {}

  static Price price(Money money, Locale language) {
    return Price.newBuilder()
        .setMinor(Math.toIntExact(money.minor()))
        .setCurrency(money.currency())
        .setFormatted(MoneyFormat.format(money.minor(), money.currency(), language))
        .build();
  }
}
