package harbor.web.recommendations;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The part of the recommendations that the web pages ask. */
public interface RecommendationsClient {
  /** At most 10 products that go with a product, the best first. */
  CompletableFuture<List<RelatedProduct>> related(String productId);
}
