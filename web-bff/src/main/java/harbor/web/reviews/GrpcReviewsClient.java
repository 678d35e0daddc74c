package harbor.web.reviews;

import harbor.kit.bff.resilience.UnaryChannel;
import harbor.reviews.v1.ListReviewsRequest;
import harbor.reviews.v1.ListReviewsResponse;
import harbor.reviews.v1.Rating;
import harbor.reviews.v1.Review;
import harbor.reviews.v1.ReviewsServiceGrpc;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The reviews service over gRPC. */
public final class GrpcReviewsClient implements ReviewsClient {
  private static final int NEWEST = 20;

  private final UnaryChannel reviews;

  /** Over this channel. */
  public GrpcReviewsClient(UnaryChannel reviews) {
    this.reviews = reviews;
  }

  @Override
  public CompletableFuture<Reviews> newest(String productId) {
    ListReviewsRequest request =
        ListReviewsRequest.newBuilder().setProductId(productId).setPageSize(NEWEST).build();
    return reviews
        .call(ReviewsServiceGrpc.getListReviewsMethod(), request)
        .thenApply(GrpcReviewsClient::reviews);
  }

  private static Reviews reviews(ListReviewsResponse from) {
    if (!from.hasRating()) {
      throw new IllegalArgumentException("rating: absent (expected: one, also without reviews)");
    }
    return new Reviews(
        from.getReviewsList().stream().map(GrpcReviewsClient::review).toList(),
        Optional.of(rating(from.getRating())));
  }

  private static Reviews.Review review(Review from) {
    return new Reviews.Review(
        from.getId(),
        from.getRating(),
        from.getTitle(),
        from.getBody(),
        from.getAuthor(),
        Instant.ofEpochSecond(from.getWrittenAt().getSeconds(), from.getWrittenAt().getNanos()),
        from.getVerifiedPurchase());
  }

  private static Reviews.Rating rating(Rating from) {
    return new Reviews.Rating(from.getAverageTenths(), from.getCount(), from.getHistogramList());
  }
}
