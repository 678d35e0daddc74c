package harbor.reviews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import harbor.kit.service.WatchContract;
import harbor.kit.service.Watcher;
import harbor.reviews.v1.ImportReviewsRequest;
import harbor.reviews.v1.ModerationStatus;
import harbor.reviews.v1.Review;
import harbor.reviews.v1.ReviewsServiceGrpc;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Ratings are watched while reviews are imported. */
class ReviewsWatchIT extends WatchContract {
  ReviewsWatchIT() {
    super(Reviews.PROCESS, ReviewsServiceGrpc.getWatchRatingsMethod());
  }

  @Test
  void whatIsNotApproved_isAnnouncedOnlyWhenItWasOrBecomesSo() {
    Watcher watcher = watching("");

    put(review("r1", "pending", 5).setModeration(ModerationStatus.MODERATION_STATUS_PENDING));
    put(review("r1", "pending", 4).setModeration(ModerationStatus.MODERATION_STATUS_REJECTED));
    put(review("r2", "approved", 5));
    put(review("r2", "approved", 5).setBody("the stars stay, the text does not"));
    put(review("r2", "approved", 5).setModeration(ModerationStatus.MODERATION_STATUS_REJECTED));
    put(review("r3", "before", 5));
    put(review("r3", "after", 5));

    await()
        .untilAsserted(
            () ->
                assertThat(watcher.ids())
                    .startsWith("approved")
                    .endsWith("after")
                    .containsOnly("approved", "before", "after"));
    // Those of one response are named once.
    assertThat(announced()).isEqualTo(6);
  }

  @Override
  protected Set<String> importVersion(int version) {
    put(
        review("r1", "same", 5),
        review("r2", "changing", version),
        review("new-" + version, "new-" + version, 5));
    return version == 1
        ? Set.of("same", "changing", "new-1")
        : Set.of("changing", "new-" + version);
  }

  private void put(Review.Builder... reviews) {
    ReviewsServiceGrpc.newBlockingStub(core.channel())
        .importReviews(
            ImportReviewsRequest.newBuilder()
                .addAllReviews(List.of(reviews).stream().map(Review.Builder::build).toList())
                .build());
  }

  private static Review.Builder review(String id, String productId, int stars) {
    return Review.newBuilder()
        .setId(id)
        .setProductId(productId)
        .setRating(stars)
        .setModeration(ModerationStatus.MODERATION_STATUS_APPROVED)
        .setWrittenAt(Timestamp.newBuilder().setSeconds(1_000));
  }
}
