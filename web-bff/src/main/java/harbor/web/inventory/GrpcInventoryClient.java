package harbor.web.inventory;

import harbor.inventory.v1.GetStockRequest;
import harbor.inventory.v1.GetStockResponse;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.StockStatus;
import harbor.kit.bff.cache.CachedChannel;
import harbor.kit.bff.cache.Reads;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The inventory over gRPC. */
public final class GrpcInventoryClient implements InventoryClient {
  private final Reads<GetStockResponse> stocks;

  /** Over this channel. */
  public GrpcInventoryClient(CachedChannel inventory) {
    stocks =
        inventory.reads(InventoryServiceGrpc.getGetStockMethod(), GrpcInventoryClient::request);
  }

  @Override
  public CompletableFuture<Stock> stock(String productId) {
    return stocks.get(productId).thenApply(response -> stock(response.getStock()));
  }

  private static GetStockRequest request(String productId) {
    return GetStockRequest.newBuilder().setProductId(productId).setIncludePlaces(true).build();
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
