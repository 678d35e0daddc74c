package harbor.reviews;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.protobuf.Timestamp;
import harbor.kit.service.FakeChangeFeed;
import harbor.kit.service.InProcessCore;
import harbor.kit.service.SettableClock;
import harbor.kit.service.call.PageToken.Page;
import harbor.reviews.v1.GetRatingRequest;
import harbor.reviews.v1.ImportReviewsRequest;
import harbor.reviews.v1.ListReviewsRequest;
import harbor.reviews.v1.ModerateReviewRequest;
import harbor.reviews.v1.ModerateReviewResponse;
import harbor.reviews.v1.ModerationStatus;
import harbor.reviews.v1.Review;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.reviews.v1.ReviewsServiceGrpc.ReviewsServiceBlockingStub;
import harbor.reviews.v1.SubmitReviewRequest;
import harbor.reviews.v1.SubmitReviewResponse;
import harbor.reviews.v1.WatchRatingsRequest;
import harbor.reviews.v1.WatchRatingsResponse;
import harbor.type.v1.Audit;
import harbor.type.v1.Changes;
import harbor.type.v1.ImportReport;
import harbor.type.v1.RefusedRow;
import io.grpc.stub.StreamObserver;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReviewsServiceTest {
  private static final Timestamp NEW_YEAR = Timestamp.newBuilder().setSeconds(1767225600).build();
  private static final Review REVIEW =
      Review.newBuilder()
          .setId("r1")
          .setProductId("HB1")
          .setRating(4)
          .setTitle("Good")
          .setBody("Very good")
          .setAuthor("Ann")
          .setWrittenAt(Timestamp.newBuilder().setSeconds(1000).setNanos(5000))
          .setVerifiedPurchase(true)
          .build();

  private final FakeChangeFeed changes = new FakeChangeFeed();
  private final InProcessCore core =
      InProcessCore.serving(
          new ReviewsService(
              new FakeReviewStore(new SettableClock()),
              (_, _, _) -> new Page<>(List.of(), ""),
              new NoSubmissions(),
              changes));
  private final ReviewsServiceBlockingStub reviews =
      ReviewsServiceGrpc.newBlockingStub(core.channel());

  /** Those are tested with PostgreSQL. */
  private static final class NoSubmissions implements Submissions {
    @Override
    public void submit(SubmitReviewRequest request, StreamObserver<SubmitReviewResponse> observer) {
      throw new AssertionError("submit");
    }

    @Override
    public void moderate(
        ModerateReviewRequest request, StreamObserver<ModerateReviewResponse> observer) {
      throw new AssertionError("moderate");
    }
  }

  @AfterEach
  void stop() {
    core.close();
  }

  @Test
  void watchRatings_tellsWhatTheWatchTells() {
    changes.tell(
        Changes.newBuilder().setResumeToken("one").addIds("HB1").build(),
        Changes.newBuilder().setResumeToken("two").setReset(true).build());

    assertThat(
            ImmutableList.copyOf(
                reviews.watchRatings(
                    WatchRatingsRequest.newBuilder().setResumeToken("before").build())))
        .extracting(WatchRatingsResponse::getChanges)
        .containsExactly(
            Changes.newBuilder().setResumeToken("one").addIds("HB1").build(),
            Changes.newBuilder().setResumeToken("two").setReset(true).build());
    assertThat(changes.resumeTokens()).containsExactly("before");
  }

  @Test
  void listReviews_saysEverything() {
    put(REVIEW);

    Review listed =
        reviews
            .listReviews(ListReviewsRequest.newBuilder().setProductId("HB1").build())
            .getReviews(0);

    assertThat(listed)
        .isEqualTo(
            REVIEW.toBuilder()
                .setModeration(ModerationStatus.MODERATION_STATUS_APPROVED)
                .setAudit(
                    Audit.newBuilder()
                        .setCreatedAt(NEW_YEAR)
                        .setCreatedBy("reviews")
                        .setUpdatedAt(NEW_YEAR)
                        .setUpdatedBy("reviews")
                        .setVersion(1))
                .build());
  }

  @Test
  void listReviews_leavesOutWhatIsNotApproved() {
    put(
        REVIEW.toBuilder().setModeration(ModerationStatus.MODERATION_STATUS_PENDING).build(),
        REVIEW.toBuilder()
            .setId("r2")
            .setModeration(ModerationStatus.MODERATION_STATUS_REJECTED)
            .build());

    assertThat(
            reviews
                .listReviews(ListReviewsRequest.newBuilder().setProductId("HB1").build())
                .getReviewsList())
        .isEmpty();
  }

  @Test
  void getRating_hasFiveNumbers_whenThereIsNoReview() {
    assertThat(
            reviews
                .getRating(GetRatingRequest.newBuilder().setProductId("HB1").build())
                .getRating()
                .getHistogramList())
        .containsExactly(0, 0, 0, 0, 0);
  }

  @Test
  void importReviews_reportsRefusedRows_andStoresTheOthers() {
    ImportReport report =
        put(
            REVIEW,
            REVIEW.toBuilder().clearWrittenAt().build(),
            REVIEW.toBuilder().setModerationValue(77).build(),
            REVIEW.toBuilder().setWrittenAt(Timestamp.newBuilder().setNanos(-1)).build(),
            REVIEW.toBuilder()
                .setWrittenAt(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
                .build());

    assertThat(report.getCreated()).isEqualTo(1);
    assertThat(report.getRefusedList())
        .extracting(RefusedRow::getField)
        .containsExactly("written_at", "moderation", "written_at", "written_at");
  }

  private ImportReport put(Review... rows) {
    ImportReviewsRequest.Builder request = ImportReviewsRequest.newBuilder();
    for (Review row : rows) {
      request.addReviews(row);
    }
    return reviews.importReviews(request.build()).getReport();
  }
}
