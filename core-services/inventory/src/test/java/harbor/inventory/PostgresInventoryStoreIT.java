package harbor.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.inventory.stock.StatedStock;
import harbor.inventory.stock.Status;
import harbor.inventory.stock.StockLevel.AtPlace;
import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.TestDatabase;
import harbor.kit.service.row.DayRange;
import harbor.observability.Telemetry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresInventoryStoreIT extends InventoryStoreContract {
  private static final List<String> A = List.of("a");

  private final Telemetry telemetry =
      Telemetry.recording("inventory", InMemorySpanExporter.create());
  private final Database database = Database.open(TestDatabase.fresh("inventory"), telemetry);
  private final InventoryStore store = new PostgresInventoryStore(database, new Outbox(telemetry));

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

  private void reserve(String placeId, long pieces) {
    database.write(
        handle ->
            handle.execute(
                "UPDATE stock_by_place SET reserved = ? WHERE place_id = ?", pieces, placeId));
  }

  private static StatedStock stock(Map<String, Long> onHand) {
    return new StatedStock(
        A.getFirst(), Status.AVAILABLE, new DayRange(0, 0), new TreeMap<>(onHand));
  }
}
