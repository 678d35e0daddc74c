package harbor.mobile.product;

import harbor.inventory.v1.GetStockRequest;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.StockStatus;
import harbor.kit.bff.resilience.UnaryChannel;
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
    GetStockRequest request = GetStockRequest.newBuilder().setProductId(productId).build();
    return inventory
        .call(InventoryServiceGrpc.getGetStockMethod(), request)
        .thenApply(response -> stock(response.getStock().getStatus()));
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
