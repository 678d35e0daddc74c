package harbor.mobile.product;

import java.util.concurrent.CompletableFuture;

/** The part of the catalog service that this screen asks. */
public interface CatalogClient {
  /** The card of a product; NOT_FOUND when there is none. */
  CompletableFuture<ProductCard> product(String productId);
}
