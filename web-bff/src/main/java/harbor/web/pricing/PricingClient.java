package harbor.web.pricing;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The part of the pricing service that the web pages ask. */
public interface PricingClient {
  /** The price of a product, never empty; NOT_FOUND when it has none. */
  CompletableFuture<Optional<ProductPrice>> price(String productId);
}
