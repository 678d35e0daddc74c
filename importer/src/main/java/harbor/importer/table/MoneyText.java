package harbor.importer.table;

import harbor.type.v1.Money;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Money as people write it: {@code 12.34 GBP} as the specification has it, {@code 12,50 EUR},
 * {@code 1.299,00 EUR}, {@code 1,299.00 USD}, {@code 1 299,00 PLN}, {@code EUR 12.50}, {@code
 * €12.50}. One separator before exactly three digits can mean thousands or a fraction; which is not
 * guessed.
 */
public final class MoneyText {
  private static final Pattern FORM =
      Pattern.compile(
          "(?<before>[^\\d\\s.,'-]{0,4})\\s*(?<number>-?\\d[\\d.,' ]*?)(?:[.,]-{1,2})?"
              + "\\s*(?<after>[^\\d\\s.,'-]{0,4})");
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<whole>-?\\d{1,15}|-?\\d{1,3}(?:[.,' ]\\d{3})+)(?:(?<point>[.,])(?<rest>\\d{1,6}))?");

  private static final Map<String, String> SIGNS =
      Map.ofEntries(
          Map.entry("€", "EUR"),
          Map.entry("£", "GBP"),
          Map.entry("US$", "USD"),
          Map.entry("C$", "CAD"),
          Map.entry("A$", "AUD"),
          Map.entry("R$", "BRL"),
          Map.entry("zł", "PLN"),
          Map.entry("Kč", "CZK"),
          Map.entry("Ft", "HUF"),
          Map.entry("₹", "INR"),
          Map.entry("₺", "TRY"),
          Map.entry("₴", "UAH"),
          Map.entry("₩", "KRW"));

  /** Signs of several currencies: which one, --currency says. */
  private static final Map<String, List<String>> SHARED_SIGNS =
      Map.of(
          "$", List.of("USD", "CAD", "AUD", "NZD", "SGD", "MXN"),
          "¥", List.of("JPY", "CNY"),
          "kr", List.of("SEK", "NOK", "DKK", "ISK"));

  private MoneyText() {}

  /** What a text says. */
  public sealed interface Reading {}

  /** Money in its currency's minor units. */
  public record Amount(Money money) implements Reading {}

  /** The text is empty. */
  public record Nothing() implements Reading {}

  /** Not one amount; what is wrong, without the text, and what to write instead. */
  public record Unclear(String problem, String advice) implements Reading {}

  /**
   * Reads a clean line.
   *
   * @param otherwise the currency of an amount without one, or with a sign that it shares with
   *     others; empty when such an amount is refused
   */
  public static Reading read(String text, String otherwise) {
    if (text.isEmpty()) {
      return new Nothing();
    }
    Matcher parts = FORM.matcher(text.replace('\u2212', '-').replace('\u2019', '\''));
    if (!parts.matches()) {
      return noAmount();
    }
    String before = parts.group("before");
    String after = parts.group("after");
    if (!before.isEmpty() && !after.isEmpty()) {
      return noAmount();
    }
    String sign = before.isEmpty() ? after : before;
    Optional<Currency> currency = currency(sign, otherwise);
    if (currency.isEmpty()) {
      return unknownCurrency(sign);
    }
    return amount(parts.group("number"), currency.get());
  }

  private static Unclear noAmount() {
    return new Unclear("is not an amount", "write it like 12.34 EUR");
  }

  private static Unclear unknownCurrency(String sign) {
    List<String> shared = SHARED_SIGNS.getOrDefault(sign, List.of());
    if (sign.isEmpty()) {
      return new Unclear(
          "has no currency", "write it like 12.34 EUR, or say for all with --currency");
    }
    return shared.isEmpty()
        ? new Unclear("has a currency that ISO 4217 does not know", "write it like 12.34 EUR")
        : new Unclear(
            "has a sign that several currencies share",
            "write %s, or say for all with --currency".formatted(String.join(" or ", shared)));
  }

  private static Optional<Currency> currency(String sign, String otherwise) {
    if (sign.isEmpty()) {
      return otherwise.isEmpty() ? Optional.empty() : known(otherwise);
    }
    List<String> shared = SHARED_SIGNS.get(sign);
    if (shared != null) {
      return shared.contains(otherwise) ? known(otherwise) : Optional.empty();
    }
    return known(SIGNS.getOrDefault(sign, sign));
  }

  /** The currency of an ISO 4217 code that people pay with; empty when there is none. */
  public static Optional<Currency> known(String code) {
    try {
      Currency currency = Currency.getInstance(code.toUpperCase(Locale.ROOT));
      return currency.getDefaultFractionDigits() < 0 ? Optional.empty() : Optional.of(currency);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Reading amount(String number, Currency currency) {
    Matcher parts = NUMBER.matcher(number);
    if (!parts.matches() || hasMixedGroups(parts.group("whole"), parts.group("point"))) {
      return noAmount();
    }
    String whole = parts.group("whole").replaceAll("[.,' ]", "");
    String rest = parts.group("rest") == null ? "" : parts.group("rest");
    int digits = currency.getDefaultFractionDigits();
    boolean mayBeThousands = isOneGroup(number);
    if (mayBeThousands && digits == 0) {
      return minor(whole + rest, currency);
    }
    boolean isSpecified = ".".equals(parts.group("point")) && digits == 3;
    if (mayBeThousands && !isSpecified) {
      return new Unclear(
          "can be read in two ways",
          "write %s%s.00 %s or %s.%s %s".formatted(whole, rest, currency, whole, rest, currency));
    }
    return minor(rest.isEmpty() ? whole : whole + "." + rest, currency);
  }

  /** Whether {@code 1.299} and its like: one to three digits, no zero in front, then three. */
  private static boolean isOneGroup(String number) {
    String digits = number.startsWith("-") ? number.substring(1) : number;
    if (digits.length() < 5 || digits.length() > 7 || digits.startsWith("0")) {
      return false;
    }
    char separator = digits.charAt(digits.length() - 4);
    return (separator == '.' || separator == ',')
        && digits.chars().filter(c -> !Character.isDigit(c)).count() == 1;
  }

  /** Groups are all parted by the same character, and not by the point. */
  private static boolean hasMixedGroups(String whole, @Nullable String point) {
    long separators =
        whole.chars().filter(c -> !Character.isDigit(c) && c != '-').distinct().count();
    return separators > 1 || (point != null && whole.contains(point));
  }

  private static Reading minor(String plain, Currency currency) {
    try {
      long minor =
          new BigDecimal(plain)
              .movePointRight(currency.getDefaultFractionDigits())
              .longValueExact();
      return new Amount(
          Money.newBuilder().setMinor(minor).setCurrency(currency.getCurrencyCode()).build());
    } catch (ArithmeticException e) {
      return new Unclear(
          "is finer than the currency, or too large",
          "write at most %d decimals".formatted(currency.getDefaultFractionDigits()));
    }
  }
}
