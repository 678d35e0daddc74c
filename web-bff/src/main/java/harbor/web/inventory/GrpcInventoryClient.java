package harbor.web.inventory;

import harbor.inventory.v1.GetStockRequest;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.StockStatus;
import harbor.kit.bff.resilience.UnaryChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The inventory over gRPC. */
public final class GrpcInventoryClient implements InventoryClient {
  private final UnaryChannel inventory;

  /** Over this channel. */
  public GrpcInventoryClient(UnaryChannel inventory) {
    this.inventory = inventory;
  }

  @Override
  public CompletableFuture<Stock> stock(String productId) {
    GetStockRequest request =
        GetStockRequest.newBuilder().setProductId(productId).setIncludePlaces(true).build();
    return inventory
        .call(InventoryServiceGrpc.getGetStockMethod(), request)
        .thenApply(response -> stock(response.getStock()));
  }

  private static Stock stock(harbor.inventory.v1.Stock from) {
    return new Stock(
        status(from.getStatus()),
        from.getLow() ? Math.toIntExact(from.getAvailable()) : 0,
        from.hasDelivery()
            ? Optional.of(
                new Stock.Delivery(
                    from.getDelivery().getEarliest(), from.getDelivery().getLatest()))
            : Optional.empty(),
        from.getPlacesList().stream()
            .map(
                place ->
                    new Stock.Place(place.getPlaceId(), place.getPlaceName(), place.getAvailable()))
            .toList());
  }

  private static Stock.Status status(StockStatus from) {
    return switch (from) {
      case STOCK_STATUS_AVAILABLE -> Stock.Status.AVAILABLE;
      case STOCK_STATUS_OUT_OF_STOCK -> Stock.Status.OUT_OF_STOCK;
      case STOCK_STATUS_PREORDER -> Stock.Status.PREORDER;
      case STOCK_STATUS_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalStateException("status: " + from + " (expected: a known one)");
    };
  }
}
