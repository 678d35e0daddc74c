package harbor.inventory;

import static harbor.inventory.Rows.at;
import static harbor.inventory.Rows.place;
import static harbor.inventory.Rows.stock;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.inventory.v1.BatchGetStockRequest;
import harbor.inventory.v1.BatchGetStockResponse;
import harbor.inventory.v1.GetStockRequest;
import harbor.inventory.v1.ImportPlacesRequest;
import harbor.inventory.v1.ImportStockRequest;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.InventoryServiceGrpc.InventoryServiceBlockingStub;
import harbor.inventory.v1.Place;
import harbor.inventory.v1.PlaceStock;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockRow;
import harbor.kit.service.TestCore;
import harbor.type.v1.ImportReport;
import io.grpc.Status;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole service, over a socket, on a real database. */
class InventoryIT {
  private final TestCore core =
      TestCore.start(Inventory.PROCESS, InstantSource.fixed(Instant.parse("2026-03-02T12:00:00Z")));
  private final InventoryServiceBlockingStub client =
      InventoryServiceGrpc.newBlockingStub(core.channel());

  @AfterEach
  void close() {
    core.close();
  }

  @Test
  void getStock_givesStockWithItsPlaces() {
    places(place("P1").build(), place("P2").build());
    send(stock("HB1").addQuantities(at("P1", 2)).addQuantities(at("P2", 9)).build());

    Stock found = get("HB1");

    assertThat(found.getAvailable()).isEqualTo(11);
    assertThat(found.getPlacesList())
        .extracting(PlaceStock::getPlaceName)
        .containsExactly("Place P2", "Place P1");
    assertThat(found.getAudit().getUpdatedAt()).isEqualTo(found.getAudit().getCreatedAt());
  }

  @Test
  void getStock_isInvalidArgument_whenTheIdIsMalformed() {
    core.assertFails(() -> get("a/b"), Status.Code.INVALID_ARGUMENT, "INVALID_PRODUCT_ID");
  }

  @Test
  void getStock_isNotFound_whenNothingWasSaid() {
    core.assertFails(() -> get("HB1"), Status.Code.NOT_FOUND, "UNKNOWN_PRODUCT");
  }

  @Test
  void batchGetStock_givesTheKnownOnes_inTheOrderOfTheRequest_withoutPlaces() {
    places(place("P1").build());
    send(stock("a").addQuantities(at("P1", 2)).build(), stock("b").build());

    List<Stock> found = batch(List.of("b", "none", "a", "b")).getStockList();

    assertThat(found).extracting(Stock::getProductId).containsExactly("b", "a");
    assertThat(found).allSatisfy(stock -> assertThat(stock.getPlacesList()).isEmpty());
  }

  @Test
  void batchGetStock_isInvalidArgument_whenAnIdIsMalformedOrThereAreTooMany() {
    core.assertFails(
        () -> batch(List.of("a", "")), Status.Code.INVALID_ARGUMENT, "INVALID_PRODUCT_ID");
    core.assertFails(
        () -> batch(Collections.nCopies(101, "a")),
        Status.Code.INVALID_ARGUMENT,
        "BATCH_TOO_LARGE");
  }

  @Test
  void importStock_isExact_alsoWhenOnlyPiecesChange() {
    places(place("P1").build());
    StockRow counted = stock("a").addQuantities(at("P1", 2)).build();
    StockRow more = stock("a").addQuantities(at("P1", 3)).build();
    StockRow other = stock("b").build();

    assertThat(send(counted, other)).isEqualTo(ImportReport.newBuilder().setCreated(2).build());
    assertThat(send(counted, other)).isEqualTo(ImportReport.newBuilder().setUnchanged(2).build());
    assertThat(send(more, other))
        .isEqualTo(ImportReport.newBuilder().setUpdated(1).setUnchanged(1).build());
    assertThat(get("a").getAudit().getVersion()).isEqualTo(2);
  }

  @Test
  void importStock_storesTheOthers_whenARowIsRefused() {
    ImportReport report =
        send(stock("a").build(), stock("b").addQuantities(at("P9", 1)).build(), stock("c").build());

    assertThat(report.getCreated()).isEqualTo(2);
    assertThat(report.getRefusedList())
        .singleElement()
        .satisfies(row -> assertThat(row.getField()).isEqualTo("quantities"));
    core.assertFails(() -> get("b"), Status.Code.NOT_FOUND, "UNKNOWN_PRODUCT");
  }

  @Test
  void importPlaces_changesNothing_whenTheRowsComeAgain() {
    Place[] rows = {place("P1").build(), place("P2").clearName().build()};

    assertThat(places(rows).getCreated()).isEqualTo(1);
    ImportReport again = places(rows);

    assertThat(again.getUnchanged()).isEqualTo(1);
    assertThat(again.getRefused(0).getField()).isEqualTo("name");
  }

  @Test
  void imports_areInvalidArgument_whenThereAreTooManyRows() {
    core.assertFails(
        () -> send(Collections.nCopies(1_001, stock("a").build()).toArray(StockRow[]::new)),
        Status.Code.INVALID_ARGUMENT,
        "BATCH_TOO_LARGE");
    core.assertFails(
        () -> places(Collections.nCopies(1_001, place("P1").build()).toArray(Place[]::new)),
        Status.Code.INVALID_ARGUMENT,
        "BATCH_TOO_LARGE");
  }

  private ImportReport send(StockRow... rows) {
    return client
        .importStock(ImportStockRequest.newBuilder().addAllRows(List.of(rows)).build())
        .getReport();
  }

  private ImportReport places(Place... rows) {
    return client
        .importPlaces(ImportPlacesRequest.newBuilder().addAllPlaces(List.of(rows)).build())
        .getReport();
  }

  private Stock get(String productId) {
    return client
        .getStock(
            GetStockRequest.newBuilder().setProductId(productId).setIncludePlaces(true).build())
        .getStock();
  }

  private BatchGetStockResponse batch(List<String> ids) {
    return client.batchGetStock(BatchGetStockRequest.newBuilder().addAllProductIds(ids).build());
  }
}
