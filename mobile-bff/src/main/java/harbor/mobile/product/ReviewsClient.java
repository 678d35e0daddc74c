package harbor.mobile.product;

import java.util.concurrent.CompletableFuture;

/** The part of the reviews service that this screen asks. */
public interface ReviewsClient {
  /** The rating of a product. */
  CompletableFuture<Rating> rating(String productId);
}
