package harbor.bench.peer.armeria;

import harbor.type.v1.Money;
import harbor.web.v1.Price;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Amounts: to compute with, and to show. */
final class PriceViews {
  private static final Map<String, NumberFormat> FORMATS = new ConcurrentHashMap<>();

  private PriceViews() {}

  static Price price(Money money) {
    // A NumberFormat is not thread-safe.
    NumberFormat format =
        (NumberFormat) FORMATS.computeIfAbsent(money.getCurrency(), PriceViews::format).clone();
    return Price.newBuilder()
        .setMinor(Math.toIntExact(money.getMinor()))
        .setCurrency(money.getCurrency())
        .setFormatted(format.format(decimal(money)))
        .build();
  }

  static BigDecimal decimal(Money money) {
    return BigDecimal.valueOf(
        money.getMinor(), Currency.getInstance(money.getCurrency()).getDefaultFractionDigits());
  }

  private static NumberFormat format(String currency) {
    NumberFormat format = NumberFormat.getCurrencyInstance(Locale.ENGLISH);
    format.setCurrency(Currency.getInstance(currency));
    return format;
  }
}
