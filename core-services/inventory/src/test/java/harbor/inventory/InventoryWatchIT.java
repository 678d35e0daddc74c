package harbor.inventory;

import static harbor.inventory.Rows.at;
import static harbor.inventory.Rows.place;
import static harbor.inventory.Rows.stock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.inventory.v1.CommitReservationRequest;
import harbor.inventory.v1.GetStockRequest;
import harbor.inventory.v1.ImportPlacesRequest;
import harbor.inventory.v1.ImportStockRequest;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.Place;
import harbor.inventory.v1.ReleaseReservationRequest;
import harbor.inventory.v1.ReservationsServiceGrpc;
import harbor.inventory.v1.ReservationsServiceGrpc.ReservationsServiceBlockingStub;
import harbor.inventory.v1.ReserveStockRequest;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockRow;
import harbor.inventory.v1.StockStatus;
import harbor.inventory.v1.WantedPieces;
import harbor.kit.service.WatchContract;
import harbor.kit.service.Watcher;
import harbor.kit.service.database.TestDatabase;
import harbor.kit.service.row.Timestamps;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Stock is watched while it is imported. */
class InventoryWatchIT extends WatchContract {
  InventoryWatchIT() {
    super(Inventory.PROCESS, InventoryServiceGrpc.getWatchStockMethod());
  }

  @Test
  void quantityAtAPlace_isAnnounced_andSoIsAPlaceThatIsNoLongerNamed() {
    putPlaces(place("P1"), place("P2"));
    putStock(stock("a").addQuantities(at("P1", 1)), stock("b").addQuantities(at("P1", 1)));
    Watcher watcher = watching("");

    putStock(stock("a").addQuantities(at("P1", 2)), stock("b").addQuantities(at("P1", 1)));
    await().untilAsserted(() -> assertThat(watcher.ids()).containsExactly("a"));
    putStock(stock("a").addQuantities(at("P1", 2)).addQuantities(at("P2", 0)));
    await().untilAsserted(() -> assertThat(watcher.ids()).containsExactly("a", "a"));
    putStock(stock("a").addQuantities(at("P1", 2)));
    await().untilAsserted(() -> assertThat(watcher.ids()).containsExactly("a", "a", "a"));
  }

  @Test
  void product_isAnnounced_whenItIsAvailableByTheClock() throws Exception {
    putStock(
        stock("a")
            .setStatus(StockStatus.STOCK_STATUS_PREORDER)
            .setAvailableFrom(Timestamps.of(Instant.parse("2100-01-01T00:00:00Z"))),
        stock("b"));
    Watcher watcher = watching("");
    assertThat(said("a"))
        .extracting(Stock::getStatus, Stock::hasAvailableFrom)
        .containsExactly(StockStatus.STOCK_STATUS_PREORDER, true);

    try (Connection connection = core.connection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE OR REPLACE FUNCTION inventory.shop_time() RETURNS timestamptz LANGUAGE sql"
              + " STABLE AS $$SELECT timestamptz '2100-01-01 00:00Z'$$");
    }
    core.runTimer(Inventory.AVAILABLE);

    await().untilAsserted(() -> assertThat(watcher.ids()).containsExactly("a"));
    assertThat(said("a"))
        .extracting(Stock::getStatus, Stock::hasAvailableFrom)
        .containsExactly(StockStatus.STOCK_STATUS_AVAILABLE, false);
  }

  private Stock said(String product) {
    return InventoryServiceGrpc.newBlockingStub(core.channel())
        .getStock(GetStockRequest.newBuilder().setProductId(product).build())
        .getStock();
  }

  @Test
  void piecesThatAnOrderKeepsOrGivesBack_areAnnounced_butNotThatTheyAreSold() {
    putPlaces(place("P1"));
    putStock(stock("a").addQuantities(at("P1", 2)), stock("b"));
    Watcher watcher = watching("");
    ReservationsServiceBlockingStub orders =
        ReservationsServiceGrpc.newBlockingStub(core.channel());

    var _ =
        orders.reserveStock(
            ReserveStockRequest.newBuilder()
                .setOrderId("o1")
                .addPieces(WantedPieces.newBuilder().setProductId("a").setQuantity(1))
                .addPieces(WantedPieces.newBuilder().setProductId("b").setQuantity(1))
                .build());
    await().untilAsserted(() -> assertThat(watcher.ids()).containsExactly("a"));
    var _ =
        orders.commitReservation(CommitReservationRequest.newBuilder().setOrderId("o1").build());
    assertThat(announced()).isEqualTo(3);
    var _ =
        orders.releaseReservation(ReleaseReservationRequest.newBuilder().setOrderId("o1").build());
    await().untilAsserted(() -> assertThat(watcher.ids()).containsExactly("a", "a"));
  }

  @Test
  void placesName_isAnnouncedForWhatItHas_andNothingElseOfIt() {
    putPlaces(place("P1"), place("P2"));
    putStock(
        stock("a").addQuantities(at("P1", 1)),
        stock("b").addQuantities(at("P2", 1)),
        stock("c").addQuantities(at("P1", 0)),
        stock("d"));
    Watcher watcher = watching("");

    putPlaces(place("P1").setCity("Oslo"), place("P2"), place("P3"));
    putPlaces(place("P1").setCity("Oslo").setName("Other"), place("P2"), place("P3"));

    await().untilAsserted(() -> assertThat(watcher.ids()).containsExactly("a"));
  }

  /**
   * A place gets another name while stock that comes to it is not committed yet: whoever commits
   * later announces later.
   */
  @Test
  void placesName_isAnnouncedForStock_thatIsStillOnItsWay() throws Exception {
    putPlaces(place("P1"));
    putStock(stock("a"));
    Watcher watcher = watching("");
    try (Connection other = core.connection()) {
      other.setAutoCommit(false);
      try (Statement statement = other.createStatement()) {
        statement.execute("SET search_path = inventory");
        statement.execute(
            "INSERT INTO stock_by_place (product_id, place_id, on_hand, created_by, updated_by)"
                + " VALUES ('a', 'P1', 1, 'test', 'test')");
        statement.execute("UPDATE outbox_head SET position = position + 1");
        statement.execute(
            "INSERT INTO changes SELECT position, clock_timestamp(), '{a}' FROM outbox_head");
      }
      CompletableFuture<Void> renaming =
          CompletableFuture.runAsync(() -> putPlaces(place("P1").setName("Other")));
      await().until(() -> TestDatabase.waitingForALock() == 1);
      assertThat(watcher.ids()).isEmpty();

      other.commit();
      renaming.get(10, TimeUnit.SECONDS);
    }

    // By the service itself: for the stock that it was told first, and for the name.
    assertThat(announced()).isEqualTo(2);
    await().untilAsserted(() -> assertThat(watcher.ids()).containsOnly("a").isNotEmpty());
  }

  @Override
  protected Set<String> importVersion(int version) {
    putPlaces(place("P1"));
    putStock(
        stock("same").addQuantities(at("P1", 1)),
        stock("changing").addQuantities(at("P1", version)),
        stock("new-" + version));
    return version == 1
        ? Set.of("same", "changing", "new-1")
        : Set.of("changing", "new-" + version);
  }

  private void putStock(StockRow.Builder... rows) {
    List<StockRow> built = Stream.of(rows).map(StockRow.Builder::build).toList();
    InventoryServiceGrpc.newBlockingStub(core.channel())
        .importStock(ImportStockRequest.newBuilder().addAllRows(built).build());
  }

  private void putPlaces(Place.Builder... places) {
    List<Place> built = Stream.of(places).map(Place.Builder::build).toList();
    InventoryServiceGrpc.newBlockingStub(core.channel())
        .importPlaces(ImportPlacesRequest.newBuilder().addAllPlaces(built).build());
  }
}
