package harbor.inventory;

import static harbor.inventory.Rows.at;
import static harbor.inventory.Rows.place;
import static harbor.inventory.Rows.stock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import harbor.inventory.v1.GetStockRequest;
import harbor.inventory.v1.ImportPlacesRequest;
import harbor.inventory.v1.ImportStockRequest;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.InventoryServiceGrpc.InventoryServiceBlockingStub;
import harbor.inventory.v1.ListNearestPlacesRequest;
import harbor.inventory.v1.Place;
import harbor.inventory.v1.PlaceKind;
import harbor.inventory.v1.PlaceStock;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockRow;
import harbor.inventory.v1.StockStatus;
import harbor.inventory.v1.WatchStockRequest;
import harbor.inventory.v1.WatchStockResponse;
import harbor.kit.service.FakeChangeFeed;
import harbor.kit.service.InProcessCore;
import harbor.type.v1.Changes;
import harbor.type.v1.ImportReport;
import harbor.type.v1.RefusedRow;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryServiceTest {

  private final FakeInventoryStore store = new FakeInventoryStore();
  private final FakeChangeFeed changes = new FakeChangeFeed();
  private final InProcessCore core = InProcessCore.serving(new InventoryService(store, changes));
  private final InventoryServiceBlockingStub client =
      InventoryServiceGrpc.newBlockingStub(core.channel());

  @BeforeEach
  void start() {
    client.importPlaces(ImportPlacesRequest.newBuilder().addPlaces(place("P1")).build());
  }

  @AfterEach
  void stop() {
    core.close();
  }

  @Test
  void watchStock_tellsWhatTheWatchTells() {
    changes.tell(
        Changes.newBuilder().setResumeToken("one").addIds("HB1").build(),
        Changes.newBuilder().setResumeToken("two").setReset(true).build());

    assertThat(
            ImmutableList.copyOf(
                client.watchStock(WatchStockRequest.newBuilder().setResumeToken("before").build())))
        .extracting(WatchStockResponse::getChanges)
        .containsExactly(
            Changes.newBuilder().setResumeToken("one").addIds("HB1").build(),
            Changes.newBuilder().setResumeToken("two").setReset(true).build());
    assertThat(changes.resumeTokens()).containsExactly("before");
  }

  @Test
  void getStock_saysWhatCanBeBought_andWhenItCanLeave() {
    send(stock("HB1").addQuantities(at("P1", 5)).build());

    Stock found = get("HB1", true);

    assertThat(found.toBuilder().clearAudit().build())
        .isEqualTo(
            Stock.newBuilder()
                .setProductId("HB1")
                .setStatus(StockStatus.STOCK_STATUS_AVAILABLE)
                .setAvailable(5)
                .setLow(true)
                .setMinHandlingDays(1)
                .setMaxHandlingDays(3)
                .addPlaces(
                    PlaceStock.newBuilder()
                        .setPlaceId("P1")
                        .setPlaceName("Place P1")
                        .setAvailable(5))
                .build());
    assertThat(found.getAudit().getVersion()).isEqualTo(1);
  }

  @Test
  void getStock_leavesThePlacesOut_whenTheyAreNotAskedFor() {
    send(stock("HB1").addQuantities(at("P1", 5)).build());

    assertThat(get("HB1", false).getPlacesList()).isEmpty();
    assertThat(get("HB1", false).getAvailable()).isEqualTo(5);
  }

  @Test
  void getStock_saysTheLargestInt_whenThereIsMore() {
    client.importPlaces(
        ImportPlacesRequest.newBuilder().addPlaces(place("P2")).addPlaces(place("P3")).build());
    send(
        stock("HB1")
            .addQuantities(at("P1", 1_000_000_000))
            .addQuantities(at("P2", 1_000_000_000))
            .addQuantities(at("P3", 1_000_000_000))
            .build());

    assertThat(get("HB1", false).getAvailable()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void getStock_hasNoNumber_whenNothingIsCounted() {
    send(stock("HB1").build());

    assertThat(get("HB1", true).hasAvailable()).isFalse();
  }

  @Test
  void getStock_saysThatNothingIsLeft() {
    send(stock("HB1").addQuantities(at("P1", 0)).build());

    Stock found = get("HB1", true);

    assertThat(found.getStatus()).isEqualTo(StockStatus.STOCK_STATUS_OUT_OF_STOCK);
    assertThat(found.hasAvailable()).isTrue();
    assertThat(found.getPlacesList()).isEmpty();
  }

  @Test
  void getStock_saysThatItIsNotOutYet() {
    send(stock("HB1").setStatus(StockStatus.STOCK_STATUS_PREORDER).build());

    assertThat(get("HB1", true).getStatus()).isEqualTo(StockStatus.STOCK_STATUS_PREORDER);
  }

  @Test
  void listNearestPlaces_areOfTheKindsAskedFor_orOfAll() {
    importPlaces(
        place("P2").setKind(PlaceKind.PLACE_KIND_WAREHOUSE),
        place("P3").setKind(PlaceKind.PLACE_KIND_PICKUP_POINT),
        place("P4").clearKind());

    assertThat(nearest())
        .containsExactly(
            "P1 PLACE_KIND_STORE",
            "P2 PLACE_KIND_WAREHOUSE",
            "P3 PLACE_KIND_PICKUP_POINT",
            "P4 PLACE_KIND_STORE");
    assertThat(nearest(PlaceKind.PLACE_KIND_STORE_VALUE, PlaceKind.PLACE_KIND_PICKUP_POINT_VALUE))
        .containsExactly(
            "P1 PLACE_KIND_STORE", "P3 PLACE_KIND_PICKUP_POINT", "P4 PLACE_KIND_STORE");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 99})
  void listNearestPlaces_areRefused_ofAKindThatThereIsNot(int kind) {
    StatusRuntimeException refusal =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> nearest(PlaceKind.PLACE_KIND_STORE_VALUE, kind));

    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refusal.getStatus().getDescription()).startsWith("kinds: " + kind + " is no kind");
    assertThat(StatusProto.fromThrowable(refusal)).asString().contains("INVALID_PLACE_KIND");
  }

  @Test
  void importPlaces_refusesARow_ofAKindThatThereIsNot() {
    ImportReport report = importPlaces(place("P2").setKindValue(99), place("P3"));

    assertThat(report.getCreated()).isEqualTo(1);
    assertThat(report.getRefusedList()).extracting(RefusedRow::getField).containsExactly("kind");
  }

  private ImportReport importPlaces(Place.Builder... places) {
    return client
        .importPlaces(
            ImportPlacesRequest.newBuilder()
                .addAllPlaces(Stream.of(places).map(Place.Builder::build).toList())
                .build())
        .getReport();
  }

  private List<String> nearest(int... kinds) {
    return client
        .listNearestPlaces(
            ListNearestPlacesRequest.newBuilder().addAllKindsValue(Ints.asList(kinds)).build())
        .getPlacesList()
        .stream()
        .map(near -> near.getPlace().getId() + " " + near.getPlace().getKind())
        .toList();
  }

  @Test
  void importStock_takesTheLaterRow_whenAProductComesTwice() {
    ImportReport report =
        send(
            stock("HB1").addQuantities(at("P1", 1)).build(),
            stock("HB1").addQuantities(at("P1", 2)).build(),
            stock("HB1").addQuantities(at("P9", 3)).build());

    assertThat(report.getCreated()).isEqualTo(1);
    assertThat(report.getRefusedList())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.getIndex()).isEqualTo(2);
              assertThat(row.getField()).isEqualTo("quantities");
            });
    assertThat(get("HB1", false).getAvailable()).isEqualTo(2);
  }

  @Test
  void getStock_isInternalWithoutText_whenTheStoreHasABug() {
    store.failWith(new IllegalStateException("secret"));

    StatusRuntimeException ending =
        catchThrowableOfType(StatusRuntimeException.class, () -> get("HB1", false));

    assertThat(ending.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(ending.getStatus().getDescription()).isNull();
  }

  private ImportReport send(StockRow... rows) {
    return client
        .importStock(ImportStockRequest.newBuilder().addAllRows(List.of(rows)).build())
        .getReport();
  }

  private Stock get(String productId, boolean places) {
    return client
        .getStock(
            GetStockRequest.newBuilder().setProductId(productId).setIncludePlaces(places).build())
        .getStock();
  }
}
