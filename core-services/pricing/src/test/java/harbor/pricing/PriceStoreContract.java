package harbor.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.service.SettableClock;
import harbor.kit.service.row.Audit;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of prices does. */
abstract class PriceStoreContract {
  final SettableClock clock = new SettableClock();
  PriceStore store = new FakePriceStore(clock);

  abstract PriceStore open(InstantSource clock);

  @BeforeEach
  void openStore() {
    store = open(clock);
  }

  static StatedPrice regular(String id, long list) {
    return new StatedPrice(id, "EUR", list, list);
  }

  static StatedPrice sale(String id, long list, long sale) {
    return new StatedPrice(id, "EUR", list, sale);
  }

  private CurrentPrice only(String id) {
    return store.prices(List.of(id)).getFirst();
  }

  private void at(String instant, StatedPrice... prices) {
    clock.set(instant);
    store.put(List.of(prices));
  }

  @Test
  void prices_areTheKnownOnes_inTheOrderAsked() {
    store.put(List.of(regular("a", 1), regular("b", 2), regular("c", 3)));

    List<CurrentPrice> prices = store.prices(List.of("c", "unknown", "a"));

    assertThat(prices).extracting(price -> price.stated().productId()).containsExactly("c", "a");
  }

  @Test
  void prices_areNone_whenNoneIsAsked() {
    assertThat(store.prices(List.of())).isEmpty();
  }

  @Test
  void put_tellsNewFromChanged_andLeavesOutWhatIsUnchanged() {
    store.put(List.of(regular("a", 1), regular("b", 2)));

    List<Boolean> written = store.put(List.of(regular("a", 1), regular("b", 3), regular("c", 4)));

    assertThat(written).containsExactlyInAnyOrder(false, true);
  }

  @Test
  void put_writesNothing_whenNothingChanged() {
    at("2026-01-01T00:00:00Z", sale("a", 100, 80));
    CurrentPrice before = only("a");

    clock.set("2026-01-02T00:00:00Z");

    assertThat(store.put(List.of(sale("a", 100, 80)))).isEmpty();
    assertThat(only("a")).isEqualTo(before);
  }

  @Test
  void put_writesNothing_whenThereAreNoRows() {
    assertThat(store.put(List.of())).isEmpty();
  }

  @Test
  void audit_tellsWhoAndWhen() {
    at("2026-01-01T00:00:00.123456Z", regular("a", 100));
    at("2026-01-02T00:00:00Z", regular("a", 90));

    assertThat(only("a").audit())
        .isEqualTo(
            new Audit(
                Instant.parse("2026-01-01T00:00:00.123456Z"),
                "pricing",
                Instant.parse("2026-01-02T00:00:00Z"),
                "pricing",
                2));
  }

  @Test
  void lowestBeforeSale_isEmpty_whenThereIsNoSale() {
    at("2026-01-01T00:00:00Z", regular("a", 100));
    at("2026-01-02T00:00:00Z", regular("a", 90));

    assertThat(only("a").lowestBeforeSaleMinor()).isEmpty();
  }

  @Test
  void lowestBeforeSale_isEmpty_whenNoPriceWasBeforeIt() {
    at("2026-01-01T00:00:00Z", sale("a", 100, 80));

    assertThat(only("a").lowestBeforeSaleMinor()).isEmpty();
  }

  @Test
  void lowestBeforeSale_isThePriceStillValid_howeverLongAgoItWasStated() {
    at("2025-01-01T00:00:00Z", regular("a", 100));
    at("2026-03-01T00:00:00Z", sale("a", 100, 80));

    assertThat(only("a").lowestBeforeSaleMinor()).isEqualTo(OptionalLong.of(100));
  }

  @Test
  void lowestBeforeSale_countsAnEarlierSale_withinThirtyDays() {
    at("2026-01-01T00:00:00Z", regular("a", 100));
    at("2026-02-01T00:00:00Z", sale("a", 100, 70));
    at("2026-02-10T00:00:00Z", regular("a", 110));
    at("2026-03-01T00:00:00Z", sale("a", 110, 90));

    assertThat(only("a").lowestBeforeSaleMinor()).isEqualTo(OptionalLong.of(70));
  }

  @Test
  void lowestBeforeSale_leavesOutAPrice_thatEndedThirtyDaysBefore() {
    at("2026-01-01T00:00:00Z", regular("a", 50));
    at("2026-02-01T00:00:00Z", regular("a", 100));
    at("2026-03-03T00:00:00Z", sale("a", 100, 80));

    assertThat(only("a").lowestBeforeSaleMinor()).isEqualTo(OptionalLong.of(100));
  }

  @Test
  void lowestBeforeSale_countsAPrice_thatEndedOneMicrosecondLater() {
    at("2026-01-01T00:00:00Z", regular("a", 50));
    at("2026-02-01T00:00:00.000001Z", regular("a", 100));
    at("2026-03-03T00:00:00Z", sale("a", 100, 80));

    assertThat(only("a").lowestBeforeSaleMinor()).isEqualTo(OptionalLong.of(50));
  }

  @Test
  void lowestBeforeSale_stays_whileTheRunningSaleChangesItsPrice() {
    at("2026-01-01T00:00:00Z", regular("a", 100));
    at("2026-02-01T00:00:00Z", sale("a", 100, 80));
    at("2026-02-02T00:00:00Z", sale("a", 100, 60));
    at("2026-02-03T00:00:00Z", sale("a", 120, 70));

    assertThat(only("a").lowestBeforeSaleMinor()).isEqualTo(OptionalLong.of(100));
  }

  @Test
  void lowestBeforeSale_comparesOneCurrencyOnly() {
    at("2026-01-01T00:00:00Z", new StatedPrice("a", "USD", 10, 10));
    at("2026-01-02T00:00:00Z", regular("a", 100));
    at("2026-01-03T00:00:00Z", sale("a", 100, 80));

    assertThat(only("a").lowestBeforeSaleMinor()).isEqualTo(OptionalLong.of(100));
  }

  @Test
  void sale_beginsAnew_inAnotherCurrency() {
    at("2026-01-01T00:00:00Z", regular("a", 100));
    at("2026-01-02T00:00:00Z", sale("a", 100, 80));
    at("2026-01-03T00:00:00Z", new StatedPrice("a", "USD", 100, 80));

    assertThat(only("a").lowestBeforeSaleMinor()).isEmpty();
  }

  @Test
  void changes_keepTheirOrder_whenTheClockStandsStillOrGoesBack() {
    at("2026-01-02T00:00:00Z", regular("a", 100));
    at("2026-01-02T00:00:00Z", regular("a", 90));
    at("2026-01-01T00:00:00Z", sale("a", 100, 80));

    assertThat(only("a").lowestBeforeSaleMinor()).isEqualTo(OptionalLong.of(90));
    assertThat(only("a").audit().updatedAt()).isEqualTo("2026-01-02T00:00:00.000002Z");
  }
}
