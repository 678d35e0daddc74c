package harbor.mobile.product;

import harbor.kit.bff.downstream.UnaryCall;
import harbor.reviews.v1.GetRatingRequest;
import harbor.reviews.v1.ReviewsServiceGrpc;
import io.grpc.Channel;
import java.util.concurrent.CompletableFuture;

/** The reviews over gRPC. */
public final class GrpcReviewsClient implements ReviewsClient {
  private final Channel reviews;

  /** Over this channel. */
  public GrpcReviewsClient(Channel reviews) {
    this.reviews = reviews;
  }

  @Override
  public CompletableFuture<Rating> rating(String productId) {
    GetRatingRequest request = GetRatingRequest.newBuilder().setProductId(productId).build();
    return UnaryCall.start(reviews, ReviewsServiceGrpc.getGetRatingMethod(), request)
        .thenApply(response -> new Rating(response.getRating().getAverageTenths()));
  }
}
