package harbor.web;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import harbor.kit.bff.cache.CachePolicy;
import harbor.web.catalog.GrpcCatalogClient;
import harbor.web.reviews.GrpcReviewsClient;

/** What the web BFF remembers, a line each. */
final class WebCaches {
  static final CachePolicy PRODUCT =
      CachePolicy.of("catalog.product")
          .mostMebibytes(64)
          .freshFor(ofSeconds(60))
          .staleFor(ofMinutes(10))
          .absentFor(ofSeconds(10))
          .shared()
          .invalidatedBy(GrpcCatalogClient.CHANGES.name(), ofSeconds(5));

  static final CachePolicy STOCK =
      CachePolicy.of("inventory.stock").freshFor(ofMillis(200)).absentFor(ofMillis(200));

  static final CachePolicy PRICE =
      CachePolicy.of("pricing.price").freshFor(ofMillis(200)).absentFor(ofMillis(200));

  static final CachePolicy REVIEWS =
      CachePolicy.of("reviews.list")
          .mostMebibytes(32)
          .freshFor(ofSeconds(60))
          .staleFor(ofMinutes(10))
          .shared()
          .invalidatedBy(GrpcReviewsClient.CHANGES.name(), ofSeconds(5));

  /** Their cards show prices, and nobody says when those change: a second, as for any price. */
  static final CachePolicy RELATED =
      CachePolicy.of("recommendations.related").mostMebibytes(32).freshFor(ofSeconds(1));

  private WebCaches() {}
}
