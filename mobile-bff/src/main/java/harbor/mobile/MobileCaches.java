package harbor.mobile;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import harbor.kit.bff.cache.CachePolicy;
import harbor.mobile.product.GrpcCatalogClient;
import harbor.mobile.product.GrpcReviewsClient;

/** What the mobile BFF remembers, a line each. */
final class MobileCaches {
  static final CachePolicy PRODUCT =
      CachePolicy.of("catalog.product")
          .mostMebibytes(32)
          .freshFor(ofSeconds(60))
          .staleFor(ofMinutes(10))
          .absentFor(ofSeconds(10))
          .shared()
          .invalidatedBy(GrpcCatalogClient.CHANGES.name(), ofSeconds(5));

  static final CachePolicy STOCK =
      CachePolicy.of("inventory.stock").freshFor(ofMillis(200)).absentFor(ofMillis(200));

  static final CachePolicy RATING =
      CachePolicy.of("reviews.rating")
          .freshFor(ofSeconds(60))
          .staleFor(ofMinutes(10))
          .shared()
          .invalidatedBy(GrpcReviewsClient.CHANGES.name(), ofSeconds(5));

  private MobileCaches() {}
}
