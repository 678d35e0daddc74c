package harbor.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import harbor.inventory.v1.ImportPlacesRequest;
import harbor.inventory.v1.ImportStockRequest;
import harbor.inventory.v1.InventoryAdminServiceGrpc;
import harbor.inventory.v1.InventoryAdminServiceGrpc.InventoryAdminServiceBlockingStub;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.ListStockRequest;
import harbor.inventory.v1.Place;
import harbor.inventory.v1.PlaceQuantity;
import harbor.inventory.v1.ReservationsServiceGrpc;
import harbor.inventory.v1.ReserveStockRequest;
import harbor.inventory.v1.StockRow;
import harbor.inventory.v1.StockStatus;
import harbor.inventory.v1.StoredPieces;
import harbor.inventory.v1.StoredStock;
import harbor.inventory.v1.UpdateStockRequest;
import harbor.inventory.v1.WantedPieces;
import harbor.kit.client.Caller;
import harbor.kit.service.TestCore;
import harbor.kit.service.row.Timestamps;
import io.grpc.Status;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What administrators change of stock, at the version that they saw. */
class StockEditsIT {
  private static TestCore core;

  @BeforeAll
  static void start() {
    core = TestCore.start(Inventory.PROCESS);
  }

  @AfterAll
  static void close() {
    core.close();
  }

  @BeforeEach
  void importStock() {
    var _ =
        InventoryServiceGrpc.newBlockingStub(core.channel())
            .importPlaces(
                ImportPlacesRequest.newBuilder()
                    .addPlaces(Place.newBuilder().setId("P1").setName("One"))
                    .addPlaces(Place.newBuilder().setId("P2").setName("Two"))
                    .build());
    stock(10);
    stock(11);
  }

  private static void stock(long pieces) {
    var _ =
        InventoryServiceGrpc.newBlockingStub(core.channel())
            .importStock(
                ImportStockRequest.newBuilder()
                    .addRows(
                        StockRow.newBuilder()
                            .setProductId("A")
                            .setStatus(StockStatus.STOCK_STATUS_AVAILABLE)
                            .addQuantities(
                                PlaceQuantity.newBuilder().setPlaceId("P1").setOnHand(pieces))
                            .addQuantities(
                                PlaceQuantity.newBuilder().setPlaceId("P2").setOnHand(0)))
                    .build());
  }

  @Test
  void momentOfAvailability_staysWithItsStatus_andIsForgottenWithIt() {
    var _ =
        InventoryServiceGrpc.newBlockingStub(core.channel())
            .importStock(
                ImportStockRequest.newBuilder()
                    .addRows(
                        StockRow.newBuilder()
                            .setProductId("A")
                            .setStatus(StockStatus.STOCK_STATUS_PREORDER)
                            .setAvailableFrom(Timestamps.of(Instant.parse("2100-01-01T00:00:00Z"))))
                    .build());

    StoredStock slower =
        edited(StoredStock.newBuilder().setMaxHandlingDays(3), "max_handling_days");
    StoredStock sold =
        edited(StoredStock.newBuilder().setStatus(StockStatus.STOCK_STATUS_OUT_OF_STOCK), "status");

    assertThat(slower.getAvailableFrom().getSeconds()).isEqualTo(4_102_444_800L);
    assertThat(sold.hasAvailableFrom()).isFalse();
  }

  @Test
  void firstEditWins_andTheSecondSeesIt() {
    StoredStock seen = row();

    StoredStock first = edit(7, seen.getAudit().getVersion(), "places");

    assertThat(first.getPlacesList()).extracting(StoredPieces::getOnHand).containsExactly(7L, 0L);
    assertThat(first.getStatus()).isEqualTo(StockStatus.STOCK_STATUS_AVAILABLE);
    assertThat(first.getAudit().getVersion()).isEqualTo(seen.getAudit().getVersion() + 1);
    assertThat(first.getAudit().getUpdatedBy()).isEqualTo("user:root");
    core.assertFails(
        () -> edit(3, seen.getAudit().getVersion(), "places"),
        Status.Code.FAILED_PRECONDITION,
        "VERSION_MISMATCH",
        first);
    assertThat(row()).isEqualTo(first);
  }

  @Test
  void editIsRefused_afterAnImportOrAReservation() {
    StoredStock seen = row();
    stock(20);
    core.assertFails(
        () -> edit(3, seen.getAudit().getVersion(), "places"),
        Status.Code.FAILED_PRECONDITION,
        "VERSION_MISMATCH");

    StoredStock imported = row();
    reserve();
    core.assertFails(
        () -> edit(3, imported.getAudit().getVersion(), "places"),
        Status.Code.FAILED_PRECONDITION,
        "VERSION_MISMATCH");
    assertThat(row().getPlaces(0).getReserved()).isEqualTo(2);
  }

  private static void reserve() {
    var _ =
        ReservationsServiceGrpc.newBlockingStub(core.channel())
            .withDeadlineAfter(5, TimeUnit.SECONDS)
            .reserveStock(
                ReserveStockRequest.newBuilder()
                    .setOrderId("order-1")
                    .addPieces(WantedPieces.newBuilder().setProductId("A").setQuantity(2))
                    .build());
  }

  @Test
  void whatCannotBe_isRefused_andNothingChanges() {
    StoredStock seen = row();
    long version = seen.getAudit().getVersion();

    core.assertFails(
        () -> edit(-1, version, "places"), Status.Code.INVALID_ARGUMENT, "INVALID_STOCK");
    core.assertFails(
        () -> edit(1, version, "counted"), Status.Code.INVALID_ARGUMENT, "INVALID_UPDATE_MASK");
    core.assertFails(() -> edit(1, version), Status.Code.INVALID_ARGUMENT, "INVALID_UPDATE_MASK");
    core.assertFails(() -> edit(1, 0, "places"), Status.Code.INVALID_ARGUMENT, "INVALID_VERSION");
    core.assertFails(
        () -> admin(Set.of()).listStock(ListStockRequest.getDefaultInstance()),
        Status.Code.PERMISSION_DENIED,
        "ROLE_REQUIRED");
    assertThat(row()).isEqualTo(seen);
  }

  private static StoredStock edit(long onHand, long version, String... fields) {
    return edit(
        StoredStock.newBuilder()
            .addPlaces(StoredPieces.newBuilder().setPlaceId("P1").setOnHand(onHand)),
        version,
        fields);
  }

  private static StoredStock edited(StoredStock.Builder values, String field) {
    return edit(values, row().getAudit().getVersion(), field);
  }

  private static StoredStock edit(StoredStock.Builder values, long version, String... fields) {
    return admin(Set.of("admin"))
        .updateStock(
            UpdateStockRequest.newBuilder()
                .setStock(values.setProductId("A"))
                .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(fields)))
                .setExpectedVersion(version)
                .build())
        .getStock();
  }

  private static StoredStock row() {
    return admin(Set.of("admin")).listStock(ListStockRequest.getDefaultInstance()).getStock(0);
  }

  private static InventoryAdminServiceBlockingStub admin(Set<String> roles) {
    return InventoryAdminServiceGrpc.newBlockingStub(core.onBehalfOf(Caller.user("root", roles)))
        .withDeadlineAfter(5, TimeUnit.SECONDS);
  }
}
