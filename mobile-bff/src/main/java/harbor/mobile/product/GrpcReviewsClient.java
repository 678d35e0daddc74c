package harbor.mobile.product;

import harbor.kit.bff.cache.CachedChannel;
import harbor.kit.bff.cache.Reads;
import harbor.kit.bff.watch.ChangeStream;
import harbor.reviews.v1.GetRatingRequest;
import harbor.reviews.v1.GetRatingResponse;
import harbor.reviews.v1.ReviewsServiceGrpc;
import java.util.concurrent.CompletableFuture;

/** The reviews over gRPC. */
public final class GrpcReviewsClient implements ReviewsClient {
  /** Ids of products whose rating changed. */
  public static final ChangeStream CHANGES =
      ChangeStream.of("reviews.ratings", ReviewsServiceGrpc.getWatchRatingsMethod());

  private final Reads<GetRatingResponse> ratings;

  /** Over this channel. */
  public GrpcReviewsClient(CachedChannel reviews) {
    ratings = reviews.reads(ReviewsServiceGrpc.getGetRatingMethod(), GrpcReviewsClient::request);
  }

  @Override
  public CompletableFuture<Rating> rating(String productId) {
    return ratings.get(productId).thenApply(GrpcReviewsClient::rating);
  }

  private static GetRatingRequest request(String productId) {
    return GetRatingRequest.newBuilder().setProductId(productId).build();
  }

  private static Rating rating(GetRatingResponse response) {
    if (!response.hasRating()) {
      throw new IllegalArgumentException("rating: absent (expected: one, also without reviews)");
    }
    return new Rating(response.getRating().getAverageTenths());
  }
}
