package harbor.web.recommendations;

import harbor.kit.bff.cache.CachedChannel;
import harbor.kit.bff.cache.Reads;
import harbor.recommendations.v1.ListRelatedProductsRequest;
import harbor.recommendations.v1.ListRelatedProductsResponse;
import harbor.recommendations.v1.Recommendation;
import harbor.recommendations.v1.RecommendationReason;
import harbor.recommendations.v1.RecommendationsServiceGrpc;
import harbor.web.catalog.Money;
import harbor.web.recommendations.RelatedProduct.Reason;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The recommendations over gRPC. */
public final class GrpcRecommendationsClient implements RecommendationsClient {
  private static final int MOST = 10;

  private final Reads<ListRelatedProductsResponse> related;

  /** Over this channel. */
  public GrpcRecommendationsClient(CachedChannel recommendations) {
    related =
        recommendations.reads(
            RecommendationsServiceGrpc.getListRelatedProductsMethod(),
            GrpcRecommendationsClient::request);
  }

  @Override
  public CompletableFuture<List<RelatedProduct>> related(String productId) {
    return related
        .get(productId)
        .thenApply(
            response ->
                response.getRecommendationsList().stream()
                    .map(GrpcRecommendationsClient::related)
                    .toList());
  }

  private static ListRelatedProductsRequest request(String productId) {
    return ListRelatedProductsRequest.newBuilder()
        .setProductId(productId)
        .setPageSize(MOST)
        .build();
  }

  private static RelatedProduct related(Recommendation from) {
    return new RelatedProduct(
        from.getProductId(),
        from.getTitle(),
        from.getImageUrl(),
        new Money(from.getPrice().getMinor(), from.getPrice().getCurrency()),
        reason(from.getReason()));
  }

  private static Reason reason(RecommendationReason from) {
    return switch (from) {
      case RECOMMENDATION_REASON_BOUGHT_TOGETHER -> Reason.BOUGHT_TOGETHER;
      case RECOMMENDATION_REASON_SIMILAR -> Reason.SIMILAR;
      case RECOMMENDATION_REASON_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalStateException("reason: " + from + " (expected: a known one)");
    };
  }
}
