package harbor.mobile.product;

import harbor.inventory.v1.GetStockRequest;
import harbor.inventory.v1.GetStockResponse;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.StockStatus;
import harbor.kit.bff.cache.CachedChannel;
import harbor.kit.bff.cache.Reads;
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
    return stocks.get(productId).thenApply(response -> stock(response.getStock().getStatus()));
  }

  private static GetStockRequest request(String productId) {
    return GetStockRequest.newBuilder().setProductId(productId).build();
  }

  private static Stock stock(StockStatus status) {
    return switch (status) {
      case STOCK_STATUS_AVAILABLE, STOCK_STATUS_PREORDER -> Stock.AVAILABLE;
      case STOCK_STATUS_OUT_OF_STOCK -> Stock.OUT_OF_STOCK;
      case STOCK_STATUS_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalStateException("status: " + status + " (expected: a known one)");
    };
  }
}
