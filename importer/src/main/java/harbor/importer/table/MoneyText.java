package harbor.importer.table;

import harbor.type.v1.Money;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Money as a feed writes it, such as {@code 12.34 GBP}. */
public final class MoneyText {
  private static final Pattern FORM =
      Pattern.compile("(-?\\d{1,15}(?:\\.\\d{1,6})?)\\s*([A-Za-z]{3})");

  private MoneyText() {}

  /**
   * Money in its currency's minor units; empty when the text is not that, the currency unknown, or
   * the digits finer than its minor unit.
   */
  public static Optional<Money> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String code = matcher.group(2).toUpperCase(Locale.ROOT);
    try {
      int digits = Currency.getInstance(code).getDefaultFractionDigits();
      BigDecimal minor = new BigDecimal(matcher.group(1)).movePointRight(digits);
      return digits < 0
          ? Optional.empty()
          : Optional.of(
              Money.newBuilder().setMinor(minor.longValueExact()).setCurrency(code).build());
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
