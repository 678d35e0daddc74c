package harbor.kit.bff.text;

import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Money for people, as their language writes it (CLDR). Thread-safe. */
public final class MoneyFormat {
  private static final Map<Style, MoneyFormat> FORMATS = new ConcurrentHashMap<>();

  private final DecimalFormat format;
  private final int fraction;
  private final int group;
  private final char zero;
  private final char separator;
  private final char point;

  /**
   * Takes the JDK's format apart, which is not thread-safe and slow; what it is made of is right.
   */
  private MoneyFormat(DecimalFormat format, int fraction) {
    this.format = format;
    this.fraction = fraction;
    this.group = format.isGroupingUsed() ? format.getGroupingSize() : 0;
    this.zero = format.getDecimalFormatSymbols().getZeroDigit();
    this.separator = format.getDecimalFormatSymbols().getMonetaryGroupingSeparator();
    this.point = format.getDecimalFormatSymbols().getMonetaryDecimalSeparator();
  }

  private record Style(Locale language, String currency) {}

  /**
   * An amount.
   *
   * @param minor minor units of the currency
   * @param currency ISO 4217 code
   */
  public static String format(long minor, String currency, Locale language) {
    return FORMATS.computeIfAbsent(new Style(language, currency), MoneyFormat::of).write(minor);
  }

  private static MoneyFormat of(Style style) {
    Currency currency = Currency.getInstance(style.currency());
    DecimalFormat format = (DecimalFormat) NumberFormat.getCurrencyInstance(style.language());
    format.setCurrency(currency);
    return new MoneyFormat(format, Math.max(0, currency.getDefaultFractionDigits()));
  }

  private String write(long minor) {
    String digits = Long.toUnsignedString(Math.abs(minor));
    int whole = digits.length() - fraction;
    StringBuilder text = new StringBuilder(32);
    text.append(minor < 0 ? format.getNegativePrefix() : format.getPositivePrefix());
    if (whole <= 0) {
      text.append(zero);
    }
    for (int place = 0; place < whole; place++) {
      if (place > 0 && group > 0 && (whole - place) % group == 0) {
        text.append(separator);
      }
      text.append((char) (digits.charAt(place) - '0' + zero));
    }
    if (fraction > 0) {
      text.append(point);
      text.repeat(zero, Math.max(0, -whole));
    }
    for (int place = Math.max(0, whole); place < digits.length(); place++) {
      text.append((char) (digits.charAt(place) - '0' + zero));
    }
    return text.append(minor < 0 ? format.getNegativeSuffix() : format.getPositiveSuffix())
        .toString();
  }
}
