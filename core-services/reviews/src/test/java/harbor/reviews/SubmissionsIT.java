package harbor.reviews;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.client.Caller;
import harbor.kit.service.CoreProcess;
import harbor.kit.service.SettableClock;
import harbor.kit.service.TestCore;
import harbor.reviews.v1.GetRatingRequest;
import harbor.reviews.v1.ListReviewsRequest;
import harbor.reviews.v1.ModerateReviewRequest;
import harbor.reviews.v1.ModerationStatus;
import harbor.reviews.v1.Review;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.reviews.v1.ReviewsServiceGrpc.ReviewsServiceBlockingStub;
import harbor.reviews.v1.SubmitReviewRequest;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reviews of customers: who may, once, and who sees them when. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubmissionsIT {
  private static final AtomicInteger PRODUCTS = new AtomicInteger();
  private static final Caller ADA = Caller.user("ada");
  private static final Caller BEN = Caller.user("ben");
  private static final Caller ROOT = Caller.user("root", Set.of("admin"));

  private final AtomicInteger asked = new AtomicInteger();
  private volatile Purchases purchases = _ -> true;
  private final TestCore core =
      TestCore.start(
          CoreProcess.of(
                  Reviews.NAME,
                  9105,
                  started ->
                      Reviews.wire(
                          started,
                          product -> {
                            asked.incrementAndGet();
                            return purchases.isBought(product);
                          }))
              .personalData(Reviews.tables()),
          new SettableClock());
  private String product = "";

  @AfterAll
  void close() {
    core.close();
  }

  @BeforeEach
  void anotherProduct() {
    product = "HB" + PRODUCTS.incrementAndGet();
    purchases = _ -> true;
    asked.set(0);
  }

  @Test
  void review_isSeenByNobody_untilAModeratorApproves() {
    Review pending = submit(ADA, "", request());

    assertThat(pending.getModeration()).isEqualTo(ModerationStatus.MODERATION_STATUS_PENDING);
    assertThat(pending.getVerifiedPurchase()).isTrue();
    assertThat(pending.getAudit().getCreatedBy()).isEqualTo("user:ada");
    assertSeen(0);

    Review approved = moderate(pending, ModerationStatus.MODERATION_STATUS_APPROVED, 1);

    assertThat(approved.getAudit().getUpdatedBy()).isEqualTo("user:root");
    assertThat(approved.getAudit().getCreatedBy()).isEqualTo("user:ada");
    assertThat(approved.getAudit().getVersion()).isEqualTo(2);
    assertSeen(1);

    moderate(approved, ModerationStatus.MODERATION_STATUS_REJECTED, 2);
    assertSeen(0);
  }

  @Test
  void review_isRefused_whenItsAuthorDidNotBuy() {
    purchases = _ -> false;

    assertFails(ADA, request(), Status.Code.FAILED_PRECONDITION, "NOT_BOUGHT");
    assertSeen(0);
  }

  @Test
  void nothingIsRecorded_whenOrdersCannotBeAsked() {
    purchases =
        _ -> {
          throw Status.UNAVAILABLE.asRuntimeException();
        };
    core.assertFails(
        () -> submit(ADA, "key-" + product, request()),
        Status.Code.UNAVAILABLE,
        "DEPENDENCY_UNAVAILABLE");

    purchases = _ -> true;

    assertThat(submit(ADA, "key-" + product, request()).getProductId()).isEqualTo(product);
  }

  @Test
  void secondReviewOfAPerson_isRefused_alsoOfARejectedOne() {
    Review first = submit(ADA, "", request());
    assertFails(ADA, request(), Status.Code.FAILED_PRECONDITION, "REVIEW_EXISTS");
    moderate(first, ModerationStatus.MODERATION_STATUS_REJECTED, 1);
    assertFails(ADA, request(), Status.Code.FAILED_PRECONDITION, "REVIEW_EXISTS");

    assertThat(submit(BEN, "", request()).getId()).isNotEqualTo(first.getId());
  }

  @Test
  void sameKey_givesTheSameReview_withoutAskingAgain() {
    Review first = submit(ADA, "same-" + product, request());
    Review again = submit(ADA, "same-" + product, request());

    assertThat(again).isEqualTo(first);
    assertThat(asked).hasValue(1);
    core.assertFails(
        () -> submit(ADA, "same-" + product, request().setRating(1)),
        Status.Code.FAILED_PRECONDITION,
        "IDEMPOTENCY_KEY_REUSED");
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1, 1", "6, 1, 1, 1", "5, 201, 1, 1", "5, 1, 5001, 1", "5, 1, 1, 101"})
  void review_isRefused_overItsLimits(int stars, int title, int body, int author) {
    SubmitReviewRequest.Builder large =
        request()
            .setRating(stars)
            .setTitle("t".repeat(title))
            .setBody("b".repeat(body))
            .setAuthor("a".repeat(author));

    assertFails(ADA, large, Status.Code.INVALID_ARGUMENT, "INVALID_REVIEW");
    assertThat(asked).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; DROP TABLE reviews; --",
        "<script>alert(1)</script>",
        "${jndi:ldap://x.test/a}",
        "\u202Etest\u202C \uFEFF",
        "👩‍👩‍👧‍👦 Ṱ̺̺̕o͞ ̷i̲̬n̝̗v̟̜o̘̙k̪e͏͏",
        "line\r\nERROR forged=1\u0085\u2028",
        "  spaces stay  "
      })
  void text_isStoredAsItIs(String naughty) {
    Review stored =
        submit(ADA, "", request().setTitle(naughty).setBody(naughty).setAuthor(naughty));
    moderate(stored, ModerationStatus.MODERATION_STATUS_APPROVED, 1);

    Review listed =
        reviews(ADA, "")
            .listReviews(ListReviewsRequest.newBuilder().setProductId(product).build())
            .getReviews(0);

    assertThat(listed.getTitle()).isEqualTo(naughty);
    assertThat(listed.getBody()).isEqualTo(naughty);
    assertThat(listed.getAuthor()).isEqualTo(naughty);
  }

  @Test
  void moderation_isRefused_atAnotherVersion_ofAnUnknownReview_andByOthers() {
    Review pending = submit(ADA, "", request());

    core.assertFails(
        () -> moderate(pending, ModerationStatus.MODERATION_STATUS_APPROVED, 2),
        Status.Code.FAILED_PRECONDITION,
        "VERSION_MISMATCH");
    core.assertFails(
        () -> moderate(pending, ModerationStatus.MODERATION_STATUS_PENDING, 1),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_MODERATION");
    core.assertFails(
        () ->
            moderate(
                Review.newBuilder().setId("none").build(),
                ModerationStatus.MODERATION_STATUS_APPROVED,
                1),
        Status.Code.NOT_FOUND,
        "UNKNOWN_REVIEW");
    core.assertFails(
        () ->
            reviews(ADA, "")
                .moderateReview(
                    ModerateReviewRequest.newBuilder()
                        .setReviewId(pending.getId())
                        .setModeration(ModerationStatus.MODERATION_STATUS_APPROVED)
                        .setExpectedVersion(1)
                        .build()),
        Status.Code.PERMISSION_DENIED,
        "ROLE_REQUIRED");
    assertSeen(0);
  }

  private void assertFails(
      Caller caller, SubmitReviewRequest.Builder request, Status.Code code, String reason) {
    core.assertFails(() -> submit(caller, "", request), code, reason);
  }

  private void assertSeen(int count) {
    ReviewsServiceBlockingStub anybody = reviews(BEN, "");
    assertThat(
            anybody
                .listReviews(ListReviewsRequest.newBuilder().setProductId(product).build())
                .getReviewsCount())
        .isEqualTo(count);
    assertThat(
            anybody
                .getRating(GetRatingRequest.newBuilder().setProductId(product).build())
                .getRating()
                .getCount())
        .isEqualTo(count);
  }

  private SubmitReviewRequest.Builder request() {
    return SubmitReviewRequest.newBuilder()
        .setProductId(product)
        .setRating(5)
        .setTitle("Bright")
        .setBody("It shines.")
        .setAuthor("Ada");
  }

  private Review submit(Caller caller, String key, SubmitReviewRequest.Builder request) {
    return reviews(caller, key).submitReview(request.build()).getReview();
  }

  private Review moderate(Review review, ModerationStatus decision, long version) {
    return reviews(ROOT, "")
        .moderateReview(
            ModerateReviewRequest.newBuilder()
                .setReviewId(review.getId())
                .setModeration(decision)
                .setExpectedVersion(version)
                .build())
        .getReview();
  }

  private ReviewsServiceBlockingStub reviews(Caller caller, String key) {
    return ReviewsServiceGrpc.newBlockingStub(
        key.isEmpty() ? core.onBehalfOf(caller) : core.onBehalfOf(caller, key));
  }
}
