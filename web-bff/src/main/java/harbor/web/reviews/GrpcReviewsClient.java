package harbor.web.reviews;

import harbor.kit.bff.cache.CachedChannel;
import harbor.kit.bff.cache.Reads;
import harbor.kit.bff.watch.ChangeStream;
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
  /** Ids of products whose reviews changed. */
  public static final ChangeStream CHANGES =
      ChangeStream.of("reviews.ratings", ReviewsServiceGrpc.getWatchRatingsMethod());

  private static final int NEWEST = 20;

  private final Reads<ListReviewsResponse> lists;

  /** Over this channel. */
  public GrpcReviewsClient(CachedChannel reviews) {
    lists = reviews.reads(ReviewsServiceGrpc.getListReviewsMethod(), GrpcReviewsClient::request);
  }

  @Override
  public CompletableFuture<Reviews> newest(String productId) {
    return lists.get(productId).thenApply(GrpcReviewsClient::reviews);
  }

  private static ListReviewsRequest request(String productId) {
    return ListReviewsRequest.newBuilder().setProductId(productId).setPageSize(NEWEST).build();
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
