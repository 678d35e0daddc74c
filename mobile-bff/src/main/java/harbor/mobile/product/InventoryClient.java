package harbor.mobile.product;

import java.util.concurrent.CompletableFuture;

/** The part of the inventory service that this screen asks. */
public interface InventoryClient {
  /** The stock of a product. */
  CompletableFuture<Stock> stock(String productId);
}
