package harbor.kit.bff.text;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Money for people, as their language writes it (CLDR). Thread-safe. */
public final class MoneyFormat {
  private static final Map<Style, NumberFormat> STYLES = new ConcurrentHashMap<>();

  private MoneyFormat() {}

  private record Style(Locale language, String currency) {}

  /**
   * An amount.
   *
   * @param minor minor units of the currency
   * @param currency ISO 4217 code
   */
  public static String format(long minor, String currency, Locale language) {
    // A NumberFormat is not thread-safe; a clone costs a tenth of a new one.
    NumberFormat style =
        (NumberFormat)
            STYLES.computeIfAbsent(new Style(language, currency), MoneyFormat::style).clone();
    int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    return style.format(BigDecimal.valueOf(minor, digits));
  }

  private static NumberFormat style(Style style) {
    NumberFormat format = NumberFormat.getCurrencyInstance(style.language());
    Currency currency = Currency.getInstance(style.currency());
    format.setCurrency(currency);
    int digits = Math.max(0, currency.getDefaultFractionDigits());
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    return format;
  }
}
