package harbor.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.service.SettableClock;
import harbor.kit.service.row.Audit;
import harbor.kit.service.timer.Boundaries;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of prices does. */
abstract class PriceStoreContract {
  final SettableClock clock = new SettableClock();
  PriceStore store = new FakePriceStore(clock);

  abstract PriceStore open(InstantSource clock);

  /** From now on the store's time is that of the clock. */
  abstract void setTime();

  @BeforeEach
  void openStore() {
    store = open(clock);
    setTime();
  }

  private void time(String instant) {
    clock.set(instant);
    setTime();
  }

  static StatedPrice regular(String id, long list) {
    return StatedPrice.regular(id, list, "EUR");
  }

  static StatedPrice sale(String id, long list, long sale) {
    return regular(id, list).onSale(Sale.unbounded(sale), "EUR");
  }

  /** Empty: no bound. */
  static StatedPrice sale(String id, long list, long sale, String from, String until) {
    return regular(id, list).onSale(new Sale(sale, moment(from), moment(until)), "EUR");
  }

  private static Optional<Instant> moment(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
  }

  private CurrentPrice only(String id) {
    return store.prices(List.of(id)).getFirst();
  }

  private void at(String instant, StatedPrice... prices) {
    time(instant);
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

    time("2026-01-02T00:00:00Z");

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
    at("2026-01-01T00:00:00Z", StatedPrice.regular("a", 10, "USD"));
    at("2026-01-02T00:00:00Z", regular("a", 100));
    at("2026-01-03T00:00:00Z", sale("a", 100, 80));

    assertThat(only("a").lowestBeforeSaleMinor()).isEqualTo(OptionalLong.of(100));
  }

  @Test
  void sale_beginsAnew_inAnotherCurrency() {
    at("2026-01-01T00:00:00Z", regular("a", 100));
    at("2026-01-02T00:00:00Z", sale("a", 100, 80));
    at(
        "2026-01-03T00:00:00Z",
        StatedPrice.regular("a", 100, "USD").onSale(Sale.unbounded(80), "USD"));

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

  @ParameterizedTest
  @CsvSource({
    "2026-03-01T11:59:59.999999Z, 2000",
    "2026-03-01T12:00:00Z, 1500",
    "2026-03-31T11:59:59.999999Z, 1500",
    "2026-03-31T12:00:00Z, 2000",
    "2031-01-01T00:00:00Z, 2000",
  })
  void sale_isInForce_exactlyWithinItsRange(String now, long asked) {
    at(
        "2026-01-01T00:00:00Z",
        sale("a", 2_000, 1_500, "2026-03-01T12:00:00Z", "2026-03-31T12:00:00Z"));

    time(now);

    assertThat(only("a").currentMinor()).isEqualTo(asked);
    assertThat(only("a").stated().sale().isPresent())
        .isEqualTo(now.startsWith("2026-03") && !now.contains("31T12"));
  }

  @Test
  void sale_isInForce_fromTheStartOn_whenItHasNoEnd() {
    at("2026-01-01T00:00:00Z", sale("a", 2_000, 1_500, "2026-03-01T12:00:00Z", ""));
    assertThat(only("a").currentMinor()).isEqualTo(2_000);

    time("2099-01-01T00:00:00Z");

    assertThat(only("a").currentMinor()).isEqualTo(1_500);
  }

  @Test
  void sale_isInForce_upToItsEnd_whenItHasNoStart() {
    at("2026-01-01T00:00:00Z", sale("a", 2_000, 1_500, "", "2026-03-01T12:00:00Z"));
    assertThat(only("a").currentMinor()).isEqualTo(1_500);

    time("2026-03-01T12:00:00Z");

    assertThat(only("a").currentMinor()).isEqualTo(2_000);
    assertThat(only("a").lowestBeforeSaleMinor()).isEmpty();
  }

  @Test
  void sale_isNone_whenItWasOverBeforeItWasStated() {
    at(
        "2026-05-01T00:00:00Z",
        sale("a", 2_000, 1_500, "2026-03-01T12:00:00Z", "2026-03-31T12:00:00Z"));

    assertThat(only("a").currentMinor()).isEqualTo(2_000);
    assertThat(only("a").stated()).isEqualTo(regular("a", 2_000));
    assertThat(store.recordBoundaries()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void lowestBeforeSale_countsFromWhenTheSaleReallyBegan_recordedOrNot(boolean recorded) {
    at("2026-01-01T00:00:00Z", regular("a", 1_800));
    at(
        "2026-02-01T00:00:00Z",
        sale("a", 2_000, 1_500, "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"));
    time("2026-03-01T00:00:00Z");
    assertThat(!recorded || store.recordBoundaries()).isTrue();

    // 1,800 was asked until 28 days before the sale began.
    assertThat(only("a").lowestBeforeSaleMinor()).isEqualTo(OptionalLong.of(1_800));
  }

  @Test
  void lowestBeforeSale_leavesOut_whatEndedBeforeThirtyDaysOfTheBeginning() {
    at("2026-01-01T00:00:00Z", regular("a", 1_800));
    at(
        "2026-02-01T00:00:00Z",
        sale("a", 2_000, 1_500, "2026-03-10T00:00:00Z", "2026-04-01T00:00:00Z"));
    // Measured from the import it would be 1,800.
    time("2026-03-20T00:00:00Z");

    assertThat(only("a").lowestBeforeSaleMinor()).isEqualTo(OptionalLong.of(2_000));
  }

  @Test
  void lowestBeforeSale_countsASaleThatBeganAndEndedByItself() {
    at(
        "2026-01-01T00:00:00Z",
        sale("a", 2_000, 1_500, "2026-02-01T00:00:00Z", "2026-02-10T00:00:00Z"));
    at(
        "2026-02-20T00:00:00Z",
        sale("a", 2_000, 1_900, "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"));

    time("2026-03-01T00:00:00Z");

    assertThat(only("a").lowestBeforeSaleMinor()).isEqualTo(OptionalLong.of(1_500));
  }

  @Test
  void sale_goesOn_whenItsRangeOrPriceIsStatedAnew() {
    at("2026-01-01T00:00:00Z", regular("a", 2_000));
    at(
        "2026-01-10T00:00:00Z",
        sale("a", 2_000, 1_500, "2026-02-01T00:00:00Z", "2026-02-10T00:00:00Z"));
    at("2026-02-05T00:00:00Z", sale("a", 2_000, 1_400, "2026-02-01T00:00:00Z", ""));

    assertThat(only("a").currentMinor()).isEqualTo(1_400);
    assertThat(only("a").lowestBeforeSaleMinor()).isEqualTo(OptionalLong.of(2_000));
  }

  @Test
  void recordBoundaries_writesBeginningAndEndOnce_whenBothHavePassed() {
    at(
        "2026-01-01T00:00:00Z",
        sale("a", 2_000, 1_500, "2026-02-01T00:00:00Z", "2026-02-10T00:00:00Z"));
    time("2026-02-20T00:00:00Z");

    while (store.recordBoundaries()) {}

    assertThat(only("a").audit().version()).isEqualTo(3);
    assertThat(only("a").audit().updatedAt()).isEqualTo("2026-02-10T00:00:00Z");
    assertThat(store.recordBoundaries()).isFalse();
  }

  @Test
  void put_writesNothing_whenTheSameSaleIsStatedWhileItRuns() {
    StatedPrice scheduled = sale("a", 2_000, 1_500, "2026-02-01T00:00:00Z", "2026-02-10T00:00:00Z");
    at("2026-01-01T00:00:00Z", scheduled);
    time("2026-02-01T00:00:00Z");

    assertThat(store.put(List.of(scheduled))).isEmpty();
  }

  @Test
  void untilNextBoundary_isTheTimeUntilIt_withinTheLimit() {
    at(
        "2026-01-01T00:00:00Z",
        sale("a", 2_000, 1_500, "2026-02-01T00:00:00Z", "2026-02-10T00:00:00Z"));
    assertThat(store.untilNextBoundary(Duration.ofSeconds(3))).isEmpty();

    time("2026-01-31T23:59:57.500Z");

    assertThat(store.untilNextBoundary(Duration.ofSeconds(3))).contains(Duration.ofMillis(2_500));
    assertThat(store.untilNextBoundary(Duration.ofSeconds(2))).isEmpty();
  }

  @Test
  void boundaries_areRecordedInTheirMoment_byARunThatBeganShortlyBefore() {
    at(
        "2026-01-01T00:00:00Z",
        sale("a", 2_000, 1_500, "2026-02-01T00:00:00Z", "2026-02-01T00:00:02Z"));
    time("2026-01-31T23:59:58Z");

    new Boundaries(
            store,
            time -> {
              clock.advance(time);
              setTime();
            })
        .run();

    assertThat(clock.instant()).isEqualTo("2026-02-01T00:00:02Z");
    assertThat(only("a").audit().version()).isEqualTo(3);
  }
}
