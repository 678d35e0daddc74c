package harbor.clients;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockStatus;
import harbor.type.v1.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer of a core service must hold. */
class ValidTest {
  @Test
  void text_isRequired() {
    assertThatCode(() -> Valid.required("name", "Lamp")).doesNotThrowAnyException();

    refused(() -> Valid.required("name", ""), "name: empty (expected: some text)");
  }

  @Test
  void message_isRequired() {
    assertThatCode(() -> Valid.present("price", true)).doesNotThrowAnyException();

    refused(() -> Valid.present("price", false), "price: absent (expected: one)");
  }

  @Test
  void number_isWithinBounds_bothIncluded() {
    assertThatCode(() -> Valid.range("left", 0, 0, 5)).doesNotThrowAnyException();
    assertThatCode(() -> Valid.range("left", 5, 0, 5)).doesNotThrowAnyException();

    refused(() -> Valid.range("left", -1, 0, 5), "left: -1 (expected: 0 to 5)");
    refused(() -> Valid.range("left", 6, 0, 5), "left: 6 (expected: 0 to 5)");
  }

  @ParameterizedTest
  @CsvSource({"1, EUR", "2147483647, JPY"})
  void money_canBeShown(long minor, String currency) {
    assertThatCode(() -> Valid.money("price", money(minor, currency))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "0, EUR, price.minor", "-1, EUR, price.minor", "2147483648, EUR, price.minor",
    "1, EURO, price.currency", "1, eur, price.currency", "1, '', price.currency"
  })
  void money_isRefused_whenItCannotBeShown(long minor, String currency, String field) {
    assertThatThrownBy(() -> Valid.money("price", money(minor, currency)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(field + ": ");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 99})
  void value_isRefused_whenItSaysNothing_orIsUnknown(int number) {
    StockStatus status = Stock.newBuilder().setStatusValue(number).build().getStatus();

    assertThatThrownBy(() -> Valid.known("status", status))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("status: ");
    assertThatCode(() -> Valid.known("status", StockStatus.forNumber(1)))
        .doesNotThrowAnyException();
  }

  private static Money money(long minor, String currency) {
    return Money.newBuilder().setMinor(minor).setCurrency(currency).build();
  }

  private static void refused(Runnable check, String message) {
    assertThatThrownBy(check::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
