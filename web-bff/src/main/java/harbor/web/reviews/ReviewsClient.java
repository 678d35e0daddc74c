package harbor.web.reviews;

import java.util.concurrent.CompletableFuture;

/** The part of the reviews service that the web pages ask. */
public interface ReviewsClient {
  /** The newest 20 reviews of a product, and its rating. */
  CompletableFuture<Reviews> newest(String productId);
}
