package harbor.mobile.product;

import harbor.kit.bff.resilience.UnaryChannel;
import harbor.reviews.v1.GetRatingRequest;
import harbor.reviews.v1.GetRatingResponse;
import harbor.reviews.v1.ReviewsServiceGrpc;
import java.util.concurrent.CompletableFuture;

/** The reviews over gRPC. */
public final class GrpcReviewsClient implements ReviewsClient {
  private final UnaryChannel reviews;

  /** Over this channel. */
  public GrpcReviewsClient(UnaryChannel reviews) {
    this.reviews = reviews;
  }

  @Override
  public CompletableFuture<Rating> rating(String productId) {
    GetRatingRequest request = GetRatingRequest.newBuilder().setProductId(productId).build();
    return reviews
        .call(ReviewsServiceGrpc.getGetRatingMethod(), request)
        .thenApply(GrpcReviewsClient::rating);
  }

  private static Rating rating(GetRatingResponse response) {
    if (!response.hasRating()) {
      throw new IllegalArgumentException("rating: absent (expected: one, also without reviews)");
    }
    return new Rating(response.getRating().getAverageTenths());
  }
}
