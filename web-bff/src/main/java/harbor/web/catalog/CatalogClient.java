package harbor.web.catalog;

import java.util.concurrent.CompletableFuture;

/** The part of the catalogue that the web pages ask. */
public interface CatalogClient {
  /** All of a product; NOT_FOUND when there is none. */
  CompletableFuture<Product> product(String productId);
}
