package harbor.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.inventory.stock.Place;
import harbor.inventory.stock.StatedStock;
import harbor.inventory.stock.Status;
import harbor.inventory.stock.StockLevel.AtPlace;
import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.TestDatabase;
import harbor.kit.service.row.DayRange;
import harbor.kit.service.timer.Boundaries;
import harbor.observability.Telemetry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PostgresInventoryStoreIT extends InventoryStoreContract {
  private static final List<String> A = List.of("a");

  private final Telemetry telemetry =
      Telemetry.recording("inventory", InMemorySpanExporter.create());
  private final Database database = Database.open(TestDatabase.fresh("inventory"), telemetry);
  private final PostgresInventoryStore store =
      new PostgresInventoryStore(database, new Outbox(telemetry));

  @AfterEach
  void close() {
    database.close();
    telemetry.close();
  }

  @Override
  InventoryStore store() {
    return store;
  }

  @Test
  void levels_leaveOutWhatIsReserved() {
    store.writePlaces(
        List.of(
            RowViews.place(Rows.place("P1").build()), RowViews.place(Rows.place("P2").build())));
    store.writeStock(List.of(stock(Map.of("P1", 10L, "P2", 3L))));
    reserve("P1", 4);
    reserve("P2", 3);

    assertThat(store.levels(A, 50).getFirst().left()).isEqualTo(6);
    assertThat(store.levels(A, 50).getFirst().places())
        .containsExactly(new AtPlace("P1", "Place P1", 6));
  }

  @Test
  void reserved_isNeverNegative() {
    store.writePlaces(List.of(RowViews.place(Rows.place("P1").build())));
    store.writeStock(List.of(stock(Map.of("P1", 10L))));

    assertThatThrownBy(() -> reserve("P1", -1)).hasMessageContaining("reserved");
  }

  @Test
  void place_isAStore_whenAnEarlierReleaseWroteIt() {
    database.write(
        handle ->
            handle.execute(
                """
                INSERT INTO places
                  (id, name, city, region, postal_code, latitude, longitude, created_by, updated_by)
                VALUES ('P1', 'One', '', '', '', 0, 0, 'inventory', 'inventory')
                """));

    assertThat(store.places("", 1)).extracting(Place::kind).containsExactly(Place.Kind.STORE);
    assertThatThrownBy(
            () -> database.write(handle -> handle.execute("UPDATE places SET kind = 'DEPOT'")))
        .hasMessageContaining("places_kind_check");
  }

  @ParameterizedTest
  @EnumSource(names = {"PREORDER", "BACKORDER"})
  void awaited_isAvailable_fromItsMomentOn_recordedOrNot(Status status) {
    time("2026-03-01T11:59:59.999999Z");
    store.writeStock(List.of(awaited(status, "2026-03-01T12:00:00Z")));
    assertThat(store.recordBoundaries()).isFalse();
    assertThat(said()).isEqualTo(status);

    time("2026-03-01T12:00:00Z");

    assertThat(said()).isEqualTo(Status.AVAILABLE);
    assertThat(store.recordBoundaries()).isTrue();
    assertThat(said()).isEqualTo(Status.AVAILABLE);
    assertThat(store.recordBoundaries()).isFalse();
    assertThat(store.levels(A, 0).getFirst().audit().version()).isEqualTo(2);
  }

  @Test
  void awaited_changesNothing_whenItIsSaidAgain_beforeItsMomentAndAfterIt() {
    StatedStock stated = awaited(Status.PREORDER, "2026-03-01T12:00:00Z");
    time("2026-02-01T00:00:00Z");

    assertThat(store.writeStock(List.of(stated))).containsExactly(true);
    assertThat(store.writeStock(List.of(stated))).isEmpty();
    time("2026-03-01T12:00:00Z");
    assertThat(store.recordBoundaries()).isTrue();
    assertThat(store.writeStock(List.of(stated))).isEmpty();
    assertThat(said()).isEqualTo(Status.AVAILABLE);
  }

  @Test
  void awaited_isAvailableAtOnce_whenItsMomentHasPassed() {
    time("2026-04-01T00:00:00Z");

    store.writeStock(List.of(awaited(Status.PREORDER, "2026-03-01T12:00:00Z")));

    assertThat(said()).isEqualTo(Status.AVAILABLE);
    assertThat(store.recordBoundaries()).isFalse();
  }

  @Test
  void boundaries_areRecordedInTheirMoment_byARunThatBeganShortlyBefore() {
    time("2026-03-01T11:59:58Z");
    store.writeStock(List.of(awaited(Status.PREORDER, "2026-03-01T12:00:00Z")));
    assertThat(store.untilNextBoundary(Duration.ofSeconds(1))).isEmpty();
    Instant begun = Instant.parse("2026-03-01T11:59:58Z");
    AtomicReference<Duration> waited = new AtomicReference<>(Duration.ZERO);

    new Boundaries(store, time -> time(begun.plus(waited.accumulateAndGet(time, Duration::plus))))
        .run();

    assertThat(waited).hasValue(Duration.ofSeconds(2));
    assertThat(store.levels(A, 0).getFirst().audit().version()).isEqualTo(2);
  }

  private void reserve(String placeId, long pieces) {
    database.write(
        handle ->
            handle.execute(
                "UPDATE stock_by_place SET reserved = ? WHERE place_id = ?", pieces, placeId));
  }

  private static StatedStock stock(Map<String, Long> onHand) {
    return new StatedStock(
        A.getFirst(),
        Status.AVAILABLE,
        Optional.empty(),
        new DayRange(0, 0),
        new TreeMap<>(onHand));
  }

  private static StatedStock awaited(Status status, String from) {
    return new StatedStock(
        A.getFirst(),
        status,
        Optional.of(Instant.parse(from)),
        new DayRange(0, 0),
        new TreeMap<>());
  }

  private Status said() {
    return store.levels(A, 0).getFirst().said();
  }

  private void time(String now) {
    time(Instant.parse(now));
  }

  private void time(Instant now) {
    database.write(
        handle ->
            handle.execute(
                "CREATE OR REPLACE FUNCTION shop_time() RETURNS timestamptz LANGUAGE sql STABLE"
                    + " AS $$SELECT timestamptz '%s'$$".formatted(now)));
  }
}
