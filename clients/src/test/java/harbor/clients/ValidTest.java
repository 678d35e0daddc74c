package harbor.clients;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockStatus;
import harbor.kit.client.InvalidAnswer;
import harbor.type.v1.Money;
import java.util.List;
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
    assertThatCode(() -> Valid.price("price", money(minor, currency))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "0, EUR, price.minor", "-1, EUR, price.minor", "2147483648, EUR, price.minor",
    "1, EURO, price.currency", "1, eur, price.currency", "1, '', price.currency"
  })
  void money_isRefused_whenItCannotBeShown(long minor, String currency, String field) {
    assertThatThrownBy(() -> Valid.price("price", money(minor, currency)))
        .isInstanceOf(InvalidAnswer.class)
        .hasMessageStartingWith("INTERNAL: " + field + ": ");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 99})
  void value_isRefused_whenItSaysNothing_orIsUnknown(int number) {
    StockStatus status = Stock.newBuilder().setStatusValue(number).build().getStatus();

    assertThatThrownBy(() -> Valid.known("status", status))
        .isInstanceOf(InvalidAnswer.class)
        .hasMessageStartingWith("INTERNAL: status: ");
    assertThatCode(() -> Valid.known("status", StockStatus.forNumber(1)))
        .doesNotThrowAnyException();
  }

  @Test
  void amount_mayBeNothing() {
    assertThatCode(() -> Valid.amount("cost", money(0, "EUR"))).doesNotThrowAnyException();

    refused(
        () -> Valid.amount("cost", money(-1, "EUR")), "cost.minor: -1 (expected: 0 to 2147483647)");
  }

  @Test
  void id_isTheOneThatWasAskedFor() {
    assertThatCode(() -> Valid.id("id", "HB1", "HB1")).doesNotThrowAnyException();

    refused(() -> Valid.id("id", "HB2", "HB1"), "id: HB2 (expected: the one that was asked for)");
  }

  @Test
  void ids_wereAskedFor_eachOnce() {
    List<String> asked = List.of("HB1", "HB2");
    assertThatCode(() -> Valid.ids("id", List.of("HB2"), id -> id, asked))
        .doesNotThrowAnyException();

    for (List<String> found : List.of(List.of("HB1", "HB1"), List.of("HB3"))) {
      refused(
          () -> Valid.ids("id", found, id -> id, asked),
          "id: " + found.getFirst() + " (expected: one that was asked for, once)");
    }
  }

  @Test
  void page_isNoLongerThanAskedFor() {
    assertThatCode(() -> Valid.page("all", List.of(1, 2), 2, 9)).doesNotThrowAnyException();
    assertThatCode(() -> Valid.page("all", List.of(1, 2), 0, 2)).doesNotThrowAnyException();

    refused(() -> Valid.page("all", List.of(1, 2), 1, 9), "all.size: 2 (expected: 0 to 1)");
    refused(() -> Valid.page("all", List.of(1, 2), 0, 1), "all.size: 2 (expected: 0 to 1)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/p/HB1001",
        "/pot?variant=4711:1",
        "p/a:b",
        "i/1-{size}.svg",
        "https://pictures.test/1.jpg",
        "HTTP://pictures.test:8080/1.jpg",
        "/p/1#https://x",
        "/p/ä b"
      })
  void link_leadsToAPath_orAWebAddress(String link) {
    assertThatCode(() -> Valid.link("link", link)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "\u0001javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://host/",
        "//evil.test/p",
        "/\\evil.test/p",
        "\\\\evil.test",
        "http:evil.test",
        "https:/evil.test",
        "/p\r\nx",
        ":"
      })
  void link_isRefused_whenItLeadsElsewhere(String link) {
    assertThatThrownBy(() -> Valid.link("product.link", link))
        .isInstanceOf(InvalidAnswer.class)
        .hasMessageStartingWith("INTERNAL: product.link: ");
  }

  private static Money money(long minor, String currency) {
    return Money.newBuilder().setMinor(minor).setCurrency(currency).build();
  }

  private static void refused(Runnable check, String message) {
    assertThatThrownBy(check::run)
        .isInstanceOf(InvalidAnswer.class)
        .hasMessage("INTERNAL: " + message);
  }
}
