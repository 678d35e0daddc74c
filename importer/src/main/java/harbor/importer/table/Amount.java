package harbor.importer.table;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Money in a currency's minor units.
 *
 * @param minor 1234 is 12.34 GBP, and 1234 JPY
 * @param currency ISO 4217 code
 */
public record Amount(long minor, String currency) {
  private static final Pattern FORM =
      Pattern.compile("(-?\\d{1,15}(?:\\.\\d{1,6})?)\\s*([A-Za-z]{3})");

  /**
   * Reads {@code 12.34 GBP}; empty when it is not that, the currency unknown, or the digits finer
   * than its minor unit.
   */
  public static Optional<Amount> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String code = matcher.group(2).toUpperCase(Locale.ROOT);
    try {
      int digits = Currency.getInstance(code).getDefaultFractionDigits();
      BigDecimal minor = new BigDecimal(matcher.group(1)).movePointRight(digits);
      return digits < 0 ? Optional.empty() : Optional.of(new Amount(minor.longValueExact(), code));
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
