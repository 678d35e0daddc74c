package harbor.inventory;

import static harbor.kit.service.call.Answer.answer;

import harbor.inventory.stock.Place;
import harbor.inventory.stock.StatedStock;
import harbor.inventory.v1.BatchGetStockRequest;
import harbor.inventory.v1.BatchGetStockResponse;
import harbor.inventory.v1.GetStockRequest;
import harbor.inventory.v1.GetStockResponse;
import harbor.inventory.v1.ImportPlacesRequest;
import harbor.inventory.v1.ImportPlacesResponse;
import harbor.inventory.v1.ImportStockRequest;
import harbor.inventory.v1.ImportStockResponse;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.ListNearestPlacesRequest;
import harbor.inventory.v1.ListNearestPlacesResponse;
import harbor.inventory.v1.WatchStockRequest;
import harbor.inventory.v1.WatchStockResponse;
import harbor.kit.service.call.Failure;
import harbor.kit.service.call.Requests;
import harbor.kit.service.change.ChangeFeed;
import harbor.kit.service.row.ImportBatch;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.row.Position;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Set;

/** Inventory over gRPC: protobuf in, protobuf out, no decisions. */
final class InventoryService extends InventoryServiceGrpc.InventoryServiceImplBase {
  private static final int MAX_IDS = 100;
  private static final int MAX_ROWS = 1_000;
  private static final int MAX_PLACES = 50;
  private static final int DEFAULT_NEAREST = 20;
  private static final int MAX_NEAREST = 50;
  private static final String INVALID_PRODUCT_ID = "INVALID_PRODUCT_ID";

  private final InventoryStore store;
  private final ChangeFeed changes;

  InventoryService(InventoryStore store, ChangeFeed changes) {
    this.store = store;
    this.changes = changes;
  }

  @Override
  public void getStock(GetStockRequest request, StreamObserver<GetStockResponse> observer) {
    answer(
        observer,
        () -> {
          String id = Requests.externalId("product_id", request.getProductId(), INVALID_PRODUCT_ID);
          int maxPlaces = request.getIncludePlaces() ? MAX_PLACES : 0;
          return store.levels(List.of(id), maxPlaces).stream()
              .findFirst()
              .map(level -> GetStockResponse.newBuilder().setStock(StockViews.stock(level)).build())
              .orElseThrow(
                  () ->
                      Failure.notFound(
                          "UNKNOWN_PRODUCT", "Nothing was said about the stock of " + id + "."));
        });
  }

  @Override
  public void batchGetStock(
      BatchGetStockRequest request, StreamObserver<BatchGetStockResponse> observer) {
    answer(
        observer,
        () -> {
          List<String> ids = Requests.productIds(request.getProductIdsList(), MAX_IDS);
          return BatchGetStockResponse.newBuilder()
              .addAllStock(store.levels(ids, 0).stream().map(StockViews::stock).toList())
              .build();
        });
  }

  @Override
  public void listNearestPlaces(
      ListNearestPlacesRequest request, StreamObserver<ListNearestPlacesResponse> observer) {
    answer(
        observer,
        () -> {
          Position from = position(request.getLatitude(), request.getLongitude());
          Set<Place.Kind> kinds = PlaceViews.kinds(request.getKindsValueList());
          int size = Requests.pageSize(request.getPageSize(), DEFAULT_NEAREST, MAX_NEAREST);
          return ListNearestPlacesResponse.newBuilder()
              .addAllPlaces(
                  store.nearest(from, kinds, size).stream().map(PlaceViews::near).toList())
              .build();
        });
  }

  private static Position position(double latitude, double longitude) {
    try {
      return new Position(latitude, longitude);
    } catch (InvalidField e) {
      throw Failure.invalidArgument("INVALID_POSITION", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void importStock(
      ImportStockRequest request, StreamObserver<ImportStockResponse> observer) {
    answer(
        observer,
        () -> {
          Requests.batch("rows", request.getRowsList(), MAX_ROWS);
          Set<String> places = store.knownPlaces(RowViews.placesOf(request.getRowsList()));
          ImportBatch<StatedStock> batch =
              ImportBatch.of(
                  request.getRowsList(),
                  row -> RowViews.stock(row, places),
                  StatedStock::productId);
          return ImportStockResponse.newBuilder()
              .setReport(batch.storeBy(store::writeStock))
              .build();
        });
  }

  @Override
  public void importPlaces(
      ImportPlacesRequest request, StreamObserver<ImportPlacesResponse> observer) {
    answer(
        observer,
        () -> {
          Requests.batch("places", request.getPlacesList(), MAX_ROWS);
          ImportBatch<Place> batch =
              ImportBatch.of(request.getPlacesList(), RowViews::place, Place::id);
          return ImportPlacesResponse.newBuilder()
              .setReport(batch.storeBy(store::writePlaces))
              .build();
        });
  }

  @Override
  public void watchStock(WatchStockRequest request, StreamObserver<WatchStockResponse> observer) {
    changes.answer(
        request.getResumeToken(),
        observer,
        told -> WatchStockResponse.newBuilder().setChanges(told).build());
  }
}
