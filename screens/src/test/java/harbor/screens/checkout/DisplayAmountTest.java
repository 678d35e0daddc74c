package harbor.screens.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayAmountTest {
  @ParameterizedTest
  @CsvSource({
    "4990, EUR, 4990, €49.90",
    "9899, JPY, 9899, '¥9,899'",
    "4484, KWD, 4484, KWD4.484",
    "0, EUR, 0, €0.00",
    "2147483648, EUR, , '€21,474,836.48'",
  })
  void amount_hasTheDigitsOfItsCurrency_andNoNumberThatIsTooLarge(
      long minor, String currency, @Nullable Integer counted, String formatted) {
    DisplayAmount shown = DisplayAmount.of(minor, currency, Locale.ENGLISH);

    assertThat(shown.minor()).isEqualTo(Optional.ofNullable(counted));
    assertThat(shown.formatted().replace("\u00a0", "")).isEqualTo(formatted);
  }
}
