package harbor.reviews;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import harbor.kit.service.SettableClock;
import harbor.kit.service.TestCore;
import harbor.reviews.v1.BatchGetRatingsRequest;
import harbor.reviews.v1.GetRatingRequest;
import harbor.reviews.v1.ImportReviewsRequest;
import harbor.reviews.v1.ListReviewsRequest;
import harbor.reviews.v1.ListReviewsResponse;
import harbor.reviews.v1.Rating;
import harbor.reviews.v1.Review;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.reviews.v1.ReviewsServiceGrpc.ReviewsServiceBlockingStub;
import harbor.type.v1.ImportReport;
import io.grpc.Status;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReviewsIT {
  private final SettableClock clock = new SettableClock();
  private final TestCore core = TestCore.start(Reviews.PROCESS, clock);
  private final ReviewsServiceBlockingStub reviews =
      ReviewsServiceGrpc.newBlockingStub(core.channel());

  @AfterEach
  void close() {
    core.close();
  }

  @Test
  void importedReviews_areGivenAgain_pageByPage() {
    put(review("r1", "HB1", 5, 100), review("r2", "HB1", 4, 300), review("r3", "HB1", 4, 200));

    ListReviewsResponse first = reviews.listReviews(list("HB1", 2, ""));
    ListReviewsResponse second = reviews.listReviews(list("HB1", 2, first.getNextPageToken()));

    assertThat(first.getReviewsList()).extracting(Review::getId).containsExactly("r2", "r3");
    assertThat(second.getReviewsList()).extracting(Review::getId).containsExactly("r1");
    assertThat(second.getNextPageToken()).isEmpty();
    assertThat(first.getRating())
        .isEqualTo(
            Rating.newBuilder()
                .setProductId("HB1")
                .setAverageTenths(43)
                .setCount(3)
                .addAllHistogram(List.of(0, 0, 0, 2, 1))
                .build());
    assertThat(reviews.getRating(rating("HB1")).getRating()).isEqualTo(first.getRating());
  }

  @Test
  void batchGetRatings_answersEveryId_once() {
    put(review("r1", "HB1", 5, 100));

    List<Rating> ratings =
        reviews
            .batchGetRatings(
                BatchGetRatingsRequest.newBuilder()
                    .addAllProductIds(List.of("HB2", "HB1", "HB2"))
                    .build())
            .getRatingsList();

    assertThat(ratings)
        .extracting(rating -> rating.getProductId() + " " + rating.getCount())
        .containsExactly("HB2 0", "HB1 1");
  }

  @Test
  void importReviews_changesNothing_whenRepeated() {
    assertThat(put(review("r1", "HB1", 5, 100)).getCreated()).isEqualTo(1);
    ListReviewsResponse before = reviews.listReviews(list("HB1", 0, ""));
    clock.advance(Duration.ofDays(1));

    assertThat(put(review("r1", "HB1", 5, 100)))
        .isEqualTo(ImportReport.newBuilder().setUnchanged(1).build());
    assertThat(reviews.listReviews(list("HB1", 0, ""))).isEqualTo(before);
  }

  @Test
  void errors_carryReasonAndDomain() {
    assertInvalid(() -> reviews.getRating(rating("")), "INVALID_PRODUCT_ID");
    assertInvalid(
        () ->
            reviews.batchGetRatings(
                BatchGetRatingsRequest.newBuilder().addProductIds("a/b").build()),
        "INVALID_PRODUCT_ID");
    assertInvalid(
        () ->
            reviews.batchGetRatings(
                BatchGetRatingsRequest.newBuilder()
                    .addAllProductIds(Collections.nCopies(101, "HB1"))
                    .build()),
        "BATCH_TOO_LARGE");
    assertInvalid(() -> reviews.listReviews(list("a/b", 0, "")), "INVALID_PRODUCT_ID");
    assertInvalid(() -> reviews.listReviews(list("HB1", 101, "")), "INVALID_PAGE_SIZE");
    assertInvalid(() -> reviews.listReviews(list("HB1", -1, "")), "INVALID_PAGE_SIZE");
    assertInvalid(() -> reviews.listReviews(list("HB1", 0, "%")), "INVALID_PAGE_TOKEN");
    assertInvalid(() -> reviews.listReviews(list("HB1", 0, "abcd")), "INVALID_PAGE_TOKEN");
    assertInvalid(
        () -> put(Collections.nCopies(1001, review("r", "HB1", 1, 1)).toArray(Review[]::new)),
        "BATCH_TOO_LARGE");
  }

  private ImportReport put(Review... rows) {
    return reviews
        .importReviews(ImportReviewsRequest.newBuilder().addAllReviews(List.of(rows)).build())
        .getReport();
  }

  private static GetRatingRequest rating(String productId) {
    return GetRatingRequest.newBuilder().setProductId(productId).build();
  }

  private static ListReviewsRequest list(String productId, int size, String token) {
    return ListReviewsRequest.newBuilder()
        .setProductId(productId)
        .setPageSize(size)
        .setPageToken(token)
        .build();
  }

  private static Review review(String id, String productId, int stars, long seconds) {
    return Review.newBuilder()
        .setId(id)
        .setProductId(productId)
        .setRating(stars)
        .setWrittenAt(Timestamp.newBuilder().setSeconds(seconds))
        .build();
  }

  private void assertInvalid(ThrowingCallable call, String reason) {
    core.assertFails(call, Status.Code.INVALID_ARGUMENT, reason);
  }
}
