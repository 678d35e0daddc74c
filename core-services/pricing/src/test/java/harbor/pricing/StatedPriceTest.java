package harbor.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import harbor.kit.service.row.Audit;
import harbor.kit.service.row.InvalidField;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatedPriceTest {
  @ParameterizedTest
  @CsvSource({
    "10000, 7450, 2550, 2550",
    "4990, 2990, 4008, 2000",
    "3, 2, 3333, 1",
    "3, 1, 6666, 2",
    "2000000000, 1, 9999, 1999999999",
    "2000000000, 1999999999, 0, 1",
    "2, 1, 5000, 1",
  })
  void discount_isRoundedDown_whenThereIsASale(long list, long sale, int basisPoints, long saving) {
    CurrentPrice price = current(list, sale);

    assertThat(price.isOnSale()).isTrue();
    assertThat(price.discountBasisPoints()).isEqualTo(basisPoints);
    assertThat(price.savingMinor()).isEqualTo(OptionalLong.of(saving));
  }

  @Test
  void discount_isNone_whenThereIsNoSale() {
    CurrentPrice price = current(4990, 4990);

    assertThat(price.isOnSale()).isFalse();
    assertThat(price.discountBasisPoints()).isZero();
    assertThat(price.savingMinor()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"HB1, 1, EUR", "a.b_c-D, 2000000000, JPY", "HB1, 5, KWD"})
  void regular_isValid_withinItsLimits(String id, long list, String currency) {
    assertThat(StatedPrice.regular(id, list, currency))
        .isEqualTo(new StatedPrice(id, currency, list, Optional.empty(), "standard"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1, EUR, product_id",
    "HB/1, 1, EUR, product_id",
    "HB1, 0, EUR, list",
    "HB1, -1, EUR, list",
    "HB1, 2000000001, EUR, list",
    "HB1, 1, eur, list",
    "HB1, 1, '', list",
    "HB1, 1, ZZZ, list",
  })
  void regular_isRefused_outsideItsLimits(String id, long list, String currency, String field) {
    InvalidField refused =
        catchThrowableOfType(InvalidField.class, () -> StatedPrice.regular(id, list, currency));

    assertThat(refused.field()).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource({
    "100, EUR, 100, EUR, sale",
    "100, EUR, 101, EUR, sale",
    "100, EUR, 0, EUR, sale",
    "100, EUR, 50, USD, sale",
    "0, EUR, 50, EUR, list",
  })
  void onSale_isRefused_unlessBelowListInTheSameCurrency(
      long list, String currency, long sale, String saleCurrency, String field) {
    InvalidField refused =
        catchThrowableOfType(
            InvalidField.class,
            () ->
                StatedPrice.regular("HB1", list, currency)
                    .onSale(Sale.unbounded(sale), saleCurrency));

    assertThat(refused.field()).isEqualTo(field);
  }

  @Test
  void onSale_isValid_belowListInTheSameCurrency() {
    Sale sale = Sale.unbounded(99);

    assertThat(StatedPrice.regular("HB1", 100, "EUR").onSale(sale, "EUR"))
        .isEqualTo(new StatedPrice("HB1", "EUR", 100, Optional.of(sale), "standard"));
  }

  @Test
  void constructor_throws_whenMoreThanListIsAsked() {
    assertThatThrownBy(
            () -> new StatedPrice("HB1", "EUR", 100, Optional.of(Sale.unbounded(100)), "standard"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-01T00:00:00Z, 2026-01-31T00:00:00Z",
    "2026-02-01T00:00:00Z, 2026-02-01T00:00:00Z",
  })
  void sale_isRefused_whenItEndsBeforeItBegins(Instant start, Instant end) {
    InvalidField refused =
        catchThrowableOfType(
            InvalidField.class, () -> new Sale(1, Optional.of(start), Optional.of(end)));

    assertThat(refused.field()).isEqualTo("sale_ends_at");
  }

  private static CurrentPrice current(long list, long current) {
    return new CurrentPrice(
        StatedPrice.regular("HB1", list, "EUR"),
        current,
        OptionalLong.empty(),
        new Audit(Instant.EPOCH, "pricing", Instant.EPOCH, "pricing", 1));
  }
}
