package harbor.inventory;

import static harbor.kit.service.call.Answer.answer;

import harbor.inventory.stock.StatedStock;
import harbor.inventory.stock.StoredStock;
import harbor.inventory.v1.InventoryAdminServiceGrpc;
import harbor.inventory.v1.ListStockRequest;
import harbor.inventory.v1.ListStockResponse;
import harbor.inventory.v1.StoredPieces;
import harbor.inventory.v1.UpdateStockRequest;
import harbor.inventory.v1.UpdateStockResponse;
import harbor.kit.service.call.CallScope;
import harbor.kit.service.call.Failure;
import harbor.kit.service.call.PageToken.Page;
import harbor.kit.service.call.Requests;
import harbor.kit.service.call.UpdateMask;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.table.Edited;
import harbor.kit.service.table.TablePages;
import harbor.kit.service.write.IdempotentWrites;
import io.grpc.stub.StreamObserver;
import java.util.HashSet;
import java.util.Set;

/** Stock for administrators over gRPC: protobuf in, protobuf out, no decisions. */
final class InventoryAdminService extends InventoryAdminServiceGrpc.InventoryAdminServiceImplBase {
  private static final String PLACES = "places";
  private static final Set<String> EDITABLE =
      Set.of("status", "min_handling_days", "max_handling_days", PLACES);

  private final TablePages<StoredStock> table;
  private final PostgresStockEdits edits;
  private final IdempotentWrites writes;

  InventoryAdminService(
      TablePages<StoredStock> table, PostgresStockEdits edits, IdempotentWrites writes) {
    this.table = table;
    this.edits = edits;
    this.writes = writes;
  }

  @Override
  public void listStock(ListStockRequest request, StreamObserver<ListStockResponse> observer) {
    answer(
        observer,
        () -> {
          Page<StoredStock> page =
              table.page(request.getQuery(), request.getPageSize(), request.getPageToken());
          return ListStockResponse.newBuilder()
              .addAllStock(page.rows().stream().map(StockViews::stored).toList())
              .setNextPageToken(page.nextToken())
              .build();
        });
  }

  @Override
  public void updateStock(
      UpdateStockRequest request, StreamObserver<UpdateStockResponse> observer) {
    writes.answer(
        observer,
        request,
        handle -> {
          UpdateMask mask = UpdateMask.of(request.getUpdateMask(), EDITABLE);
          String product = request.getStock().getProductId();
          Edited<StoredStock> edited =
              edits.edit(
                  handle,
                  product,
                  Requests.version("expected_version", request.getExpectedVersion()),
                  CallScope.caller().subject(),
                  stock -> stated(stock, request.getStock(), mask));
          return UpdateStockResponse.newBuilder()
              .setStock(edited.message(product, "UNKNOWN_PRODUCT", StockViews::stored))
              .build();
        });
  }

  private static StatedStock stated(
      StoredStock stock, harbor.inventory.v1.StoredStock values, UpdateMask mask) {
    try {
      harbor.inventory.v1.StoredStock now = StockViews.stored(stock);
      harbor.inventory.v1.StoredStock.Builder next = mask.applied(now, values).toBuilder();
      if (mask.fields().contains(PLACES)) {
        next.clearPlaces().addAllPlaces(now.getPlacesList());
        values.getPlacesList().forEach(pieces -> put(next, pieces));
        distinct(values);
      }
      return RowViews.stated(next.build());
    } catch (InvalidField e) {
      throw Failure.invalidArgument("INVALID_STOCK", e.field() + ": " + e.description());
    }
  }

  private static void put(harbor.inventory.v1.StoredStock.Builder next, StoredPieces pieces) {
    for (StoredPieces.Builder there : next.getPlacesBuilderList()) {
      if (there.getPlaceId().equals(pieces.getPlaceId())) {
        there.setOnHand(pieces.getOnHand());
        return;
      }
    }
    throw new InvalidField(PLACES, "Names a place that the product has no pieces at.");
  }

  private static void distinct(harbor.inventory.v1.StoredStock values) {
    Set<String> named = new HashSet<>();
    if (!values.getPlacesList().stream().allMatch(pieces -> named.add(pieces.getPlaceId()))) {
      throw new InvalidField(PLACES, "Names a place twice.");
    }
  }
}
