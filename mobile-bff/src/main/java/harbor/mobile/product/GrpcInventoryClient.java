package harbor.mobile.product;

import harbor.inventory.v1.GetStockRequest;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.StockStatus;
import harbor.kit.bff.downstream.UnaryCall;
import io.grpc.Channel;
import java.util.concurrent.CompletableFuture;

/** The inventory over gRPC. */
public final class GrpcInventoryClient implements InventoryClient {
  private final Channel inventory;

  /** Over this channel. */
  public GrpcInventoryClient(Channel inventory) {
    this.inventory = inventory;
  }

  @Override
  public CompletableFuture<Stock> stock(String productId) {
    GetStockRequest request = GetStockRequest.newBuilder().setProductId(productId).build();
    return UnaryCall.start(inventory, InventoryServiceGrpc.getGetStockMethod(), request)
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
