package harbor.reviews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.rpc.ErrorInfo;
import harbor.kit.runtime.StartFailed;
import harbor.kit.service.DatabaseSettings;
import harbor.kit.service.GrpcSettings;
import harbor.kit.service.TestChannel;
import harbor.kit.service.TestDatabase;
import harbor.observability.Telemetry;
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
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReviewsIT {
  private final Telemetry telemetry = Telemetry.recording("reviews", InMemorySpanExporter.create());
  private final DatabaseSettings database = TestDatabase.fresh("reviews");
  private final SettableClock clock = new SettableClock();
  private final Reviews service = Reviews.start(settings(0), telemetry, clock);
  private final ManagedChannel channel = TestChannel.open(service.port());
  private final ReviewsServiceBlockingStub reviews = ReviewsServiceGrpc.newBlockingStub(channel);

  @AfterEach
  void close() {
    channel.shutdownNow();
    service.close();
    telemetry.close();
  }

  private ReviewsSettings settings(int port) {
    return new ReviewsSettings(
        new GrpcSettings("reviews", "127.0.0.1", port, Duration.ofSeconds(1)), database);
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
    assertEnds(() -> reviews.getRating(rating("")), "INVALID_PRODUCT_ID");
    assertEnds(
        () ->
            reviews.batchGetRatings(
                BatchGetRatingsRequest.newBuilder().addProductIds("a/b").build()),
        "INVALID_PRODUCT_ID");
    assertEnds(
        () ->
            reviews.batchGetRatings(
                BatchGetRatingsRequest.newBuilder()
                    .addAllProductIds(Collections.nCopies(101, "HB1"))
                    .build()),
        "BATCH_TOO_LARGE");
    assertEnds(() -> reviews.listReviews(list("a b", 0, "")), "INVALID_PRODUCT_ID");
    assertEnds(() -> reviews.listReviews(list("HB1", 101, "")), "INVALID_PAGE_SIZE");
    assertEnds(() -> reviews.listReviews(list("HB1", -1, "")), "INVALID_PAGE_SIZE");
    assertEnds(() -> reviews.listReviews(list("HB1", 0, "%")), "INVALID_PAGE_TOKEN");
    assertEnds(() -> reviews.listReviews(list("HB1", 0, "abcd")), "INVALID_PAGE_TOKEN");
    assertEnds(
        () -> put(Collections.nCopies(1001, review("r", "HB1", 1, 1)).toArray(Review[]::new)),
        "BATCH_TOO_LARGE");
  }

  @Test
  void health_isServing() {
    assertThat(
            HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void call_endsAtItsDeadline_whenTheTableIsLocked_andGoesOnWithoutTheLock() throws Exception {
    put(review("r1", "HB1", 1, 1));
    try (Connection other = DriverManager.getConnection(database.url())) {
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE reviews.ratings");

      StatusRuntimeException ended =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () -> reviews.withDeadlineAfter(200, TimeUnit.MILLISECONDS).getRating(rating("HB1")));

      assertThat(ended.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      other.rollback();
    }

    assertThat(reviews.withDeadlineAfter(10, TimeUnit.SECONDS).getRating(rating("HB1")).hasRating())
        .isTrue();
  }

  @Test
  void start_failsWithOneSentence_whenThePortIsInUse() {
    assertThatThrownBy(() -> Reviews.start(settings(service.port()), telemetry))
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("HARBOR_REVIEWS_PORT");
  }

  private ImportReport put(Review... rows) {
    return reviews
        .importReviews(ImportReviewsRequest.newBuilder().addAllReviews(List.of(rows)).build())
        .getReport();
  }

  private static void assertEnds(ThrowingCallable call, String reason) {
    StatusRuntimeException ended = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(ended.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(errorInfo(ended))
        .isEqualTo(ErrorInfo.newBuilder().setReason(reason).setDomain("reviews.harbor").build());
  }

  private static ErrorInfo errorInfo(StatusRuntimeException ended) {
    com.google.rpc.Status status = StatusProto.fromThrowable(ended);
    if (status == null) {
      throw new AssertionError("No status", ended);
    }
    try {
      return status.getDetails(0).unpack(ErrorInfo.class);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
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
}
