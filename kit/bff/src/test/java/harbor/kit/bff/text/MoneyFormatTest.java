package harbor.kit.bff.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
