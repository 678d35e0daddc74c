package harbor.kit.bff.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyFormatTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "123456 | EUR | de | 1.234,56_€",
        "123456 | EUR | en | €1,234.56",
        "5      | EUR | en | €0.05",
        "-5     | EUR | en | -€0.05",
        "0      | EUR | de | 0,00_€",
        "123456 | JPY | en | ¥123,456",
        "123456 | GBP | en | £1,234.56",
        "123456 | KWD | de | 123,456_KWD",
        "9223372036854775807 | EUR | en | €92,233,720,368,547,758.07",
      })
  void amount_isWrittenAsTheLanguageDoes(
      long minor, String currency, String language, String text) {
    assertThat(MoneyFormat.format(minor, currency, Locale.forLanguageTag(language)))
        .isEqualTo(text.replace('_', '\u00a0'));
  }

  /** The JDK's own format is slow and not thread-safe; what it writes is right. */
  @Test
  void everyLanguageAndCurrency_isWrittenAsTheJdkDoes() {
    List<Long> amounts = List.of(0L, 1L, 9L, 99L, 100L, 1_000L, 123_456L, 98_765_432_109L, -7L);
    for (Locale language : NumberFormat.getAvailableLocales()) {
      for (String code : List.of("EUR", "JPY", "KWD", "CHF", "INR", "SEK")) {
        Currency currency = Currency.getInstance(code);
        NumberFormat jdk = NumberFormat.getCurrencyInstance(language);
        jdk.setCurrency(currency);
        jdk.setMinimumFractionDigits(currency.getDefaultFractionDigits());
        jdk.setMaximumFractionDigits(currency.getDefaultFractionDigits());
        for (long minor : amounts) {
          BigDecimal amount = BigDecimal.valueOf(minor, currency.getDefaultFractionDigits());
          assertThat(MoneyFormat.format(minor, code, language))
              .as("%s of %s in %s", minor, code, language)
              .isEqualTo(jdk.format(amount));
        }
      }
    }
  }

  @Test
  void currencyThatDoesNotExist_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MoneyFormat.format(1, "EURO", Locale.ENGLISH));
  }

  @Test
  void manyThreads_doNotDisturbEachOther() {
    assertThat(
            IntStream.range(0, 20_000)
                .parallel()
                .filter(
                    i ->
                        !MoneyFormat.format(i * 100L + 99, "EUR", Locale.ENGLISH)
                            .replace(",", "")
                            .equals("€" + i + ".99"))
                .toArray())
        .isEmpty();
  }
}
