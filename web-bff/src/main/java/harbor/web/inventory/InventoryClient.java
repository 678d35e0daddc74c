package harbor.web.inventory;

import java.util.concurrent.CompletableFuture;

/** The part of the inventory that the web pages ask. */
public interface InventoryClient {
  /** The stock of a product, its places included; NOT_FOUND when it is not known. */
  CompletableFuture<Stock> stock(String productId);
}
