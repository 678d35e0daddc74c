package harbor.clients;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import com.google.protobuf.util.Timestamps;
import harbor.kit.client.CachePolicy;
import harbor.kit.client.ChangeStream;
import harbor.kit.client.Channels;
import harbor.kit.client.InvalidAnswer;
import harbor.kit.client.Lookup;
import harbor.kit.client.Read;
import harbor.kit.client.Service;
import harbor.kit.client.Write;
import harbor.reviews.v1.BatchGetRatingsRequest;
import harbor.reviews.v1.BatchGetRatingsResponse;
import harbor.reviews.v1.GetRatingRequest;
import harbor.reviews.v1.GetRatingResponse;
import harbor.reviews.v1.ImportReviewsRequest;
import harbor.reviews.v1.ImportReviewsResponse;
import harbor.reviews.v1.ListAllReviewsRequest;
import harbor.reviews.v1.ListAllReviewsResponse;
import harbor.reviews.v1.ListReviewsRequest;
import harbor.reviews.v1.ListReviewsResponse;
import harbor.reviews.v1.ModerateReviewRequest;
import harbor.reviews.v1.ModerateReviewResponse;
import harbor.reviews.v1.ModerationStatus;
import harbor.reviews.v1.Rating;
import harbor.reviews.v1.Review;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.reviews.v1.SubmitReviewRequest;
import harbor.reviews.v1.SubmitReviewResponse;
import harbor.type.v1.ImportReport;
import java.util.function.Function;

/** The reviews: what customers say of products. */
public final class ReviewsClient {
  /** Where it is. */
  public static final Service<ReviewsClient> SERVICE =
      Service.of("reviews", 9105, ReviewsClient::new);

  private static final int MAX_BATCH = 100;
  private static final int NEWEST = 20;
  private static final int STARS = 5;

  /** Ids of products whose rating changed. */
  public final ChangeStream changes;

  /** What all reviews of a product say together; also there when it has none. */
  public final Lookup<GetRatingResponse, Rating> rating;

  /** The same, with the newest 20 reviews. */
  public final Lookup<ListReviewsResponse, ListReviewsResponse> newest;

  /** Stores the caller's review of a product that they bought, for a moderator. */
  public final Write<SubmitReviewRequest, Review> submit;

  /** Decides on a review; for administrators. */
  public final Write<ModerateReviewRequest, Review> moderate;

  /** Stores reviews, which count as approved. */
  public final Write<ImportReviewsRequest, ImportReport> importReviews;

  /** A page of all reviews; for administrators. */
  public final Read<ListAllReviewsRequest, ListAllReviewsResponse> all;

  /** Over these channels. */
  public ReviewsClient(Channels reviews) {
    changes = reviews.changes("reviews.ratings", ReviewsServiceGrpc.getWatchRatingsMethod());
    CachePolicy cached =
        CachePolicy.of("reviews.rating")
            .ttl(ofSeconds(60))
            .staleIfError(ofMinutes(10))
            .shared()
            .invalidatedBy(changes);
    rating =
        reviews
            .lookup(
                ReviewsServiceGrpc.getGetRatingMethod(),
                id -> GetRatingRequest.newBuilder().setProductId(id).build(),
                (id, response) -> check(id, response.hasRating(), response.getRating()),
                GetRatingResponse::getRating)
            .batched(
                MAX_BATCH,
                ReviewsServiceGrpc.getBatchGetRatingsMethod(),
                ids -> BatchGetRatingsRequest.newBuilder().addAllProductIds(ids).build(),
                BatchGetRatingsResponse::getRatingsList,
                Rating::getProductId,
                rating -> GetRatingResponse.newBuilder().setRating(rating).build())
            .cached(cached);
    newest =
        reviews
            .lookup(
                ReviewsServiceGrpc.getListReviewsMethod(),
                id -> ListReviewsRequest.newBuilder().setProductId(id).setPageSize(NEWEST).build(),
                ReviewsClient::check,
                Function.identity())
            .cached(cached.named("reviews.list").maxMebibytes(32));
    submit =
        reviews.write(
            ReviewsServiceGrpc.getSubmitReviewMethod(),
            Function.identity(),
            SubmitReviewResponse::getReview);
    moderate =
        reviews.write(
            ReviewsServiceGrpc.getModerateReviewMethod(),
            Function.identity(),
            ModerateReviewResponse::getReview);
    importReviews =
        reviews.write(
            ReviewsServiceGrpc.getImportReviewsMethod(),
            Function.identity(),
            ImportReviewsResponse::getReport);
    all =
        reviews.read(
            ReviewsServiceGrpc.getListAllReviewsMethod(), Function.identity(), Function.identity());
  }

  private static void check(String id, boolean isThere, Rating rating) {
    Valid.present("rating", isThere);
    Valid.id("rating.product_id", rating.getProductId(), id);
    Valid.range("rating.average_tenths", rating.getAverageTenths(), 0, STARS * 10);
    Valid.count("rating.count", rating.getCount());
    rating.getHistogramList().forEach(count -> Valid.count("rating.histogram", count));
  }

  private static void check(String id, ListReviewsResponse response) {
    check(id, response.hasRating(), response.getRating());
    Valid.range("rating.histogram.size", response.getRating().getHistogramCount(), STARS, STARS);
    Valid.page("reviews", response.getReviewsList(), NEWEST, NEWEST);
    for (Review review : response.getReviewsList()) {
      Valid.id("review.product_id", review.getProductId(), id);
      Valid.same(
          "review.moderation", review.getModeration(), ModerationStatus.MODERATION_STATUS_APPROVED);
      Valid.range("review.rating", review.getRating(), 1, STARS);
      if (!Timestamps.isValid(review.getWrittenAt())) {
        throw InvalidAnswer.of("review.written_at", "no time", "one");
      }
    }
  }
}
