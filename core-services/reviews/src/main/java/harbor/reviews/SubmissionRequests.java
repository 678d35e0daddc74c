package harbor.reviews;

import harbor.kit.runtime.OpaqueId;
import harbor.kit.service.call.AdministrativeAct;
import harbor.kit.service.call.CallScope;
import harbor.kit.service.call.Failure;
import harbor.kit.service.call.Requests;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.write.IdempotentWrites;
import harbor.reviews.v1.ModerateReviewRequest;
import harbor.reviews.v1.ModerateReviewResponse;
import harbor.reviews.v1.SubmitReviewRequest;
import harbor.reviews.v1.SubmitReviewResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;

/**
 * Reviews of customers: handed in once for each person and product, seen by nobody until a
 * moderator has approved them.
 */
final class SubmissionRequests implements Submissions {
  private final IdempotentWrites writes;
  private final Purchases purchases;
  private final PostgresSubmissions reviews;
  private final InstantSource clock;

  SubmissionRequests(
      IdempotentWrites writes,
      Purchases purchases,
      PostgresSubmissions reviews,
      InstantSource clock) {
    this.writes = writes;
    this.purchases = purchases;
    this.reviews = reviews;
    this.clock = clock;
  }

  @Override
  public void submit(SubmitReviewRequest request, StreamObserver<SubmitReviewResponse> observer) {
    writes.answer(
        observer,
        request,
        handle -> {
          Review review = review(request);
          if (!isBought(review.productId())) {
            throw Failure.failedPrecondition("NOT_BOUGHT", "The caller did not buy it.").decided();
          }
          if (!reviews.put(handle, review, CallScope.caller().subject())) {
            throw Failure.failedPrecondition("REVIEW_EXISTS", "The caller reviewed it before.")
                .decided();
          }
          return SubmitReviewResponse.newBuilder()
              .setReview(ReviewViews.message(reviews.find(handle, review.id()).orElseThrow()))
              .build();
        });
  }

  @Override
  public void moderate(
      ModerateReviewRequest request, StreamObserver<ModerateReviewResponse> observer) {
    writes.answer(
        observer,
        request,
        handle -> {
          Moderation decision = decision(request);
          long version = Requests.version("expected_version", request.getExpectedVersion());
          StoredReview found =
              reviews
                  .find(handle, request.getReviewId())
                  .orElseThrow(
                      () -> Failure.notFound("UNKNOWN_REVIEW", "There is no such review."));
          if (found.audit().version() != version) {
            AdministrativeAct.refused("VERSION_MISMATCH", request.getReviewId());
            throw Failure.failedPrecondition(
                    "VERSION_MISMATCH", "The review has version " + found.audit().version() + ".")
                .with(ReviewViews.message(found));
          }
          var _ =
              reviews.put(handle, found.review().moderated(decision), CallScope.caller().subject());
          AdministrativeAct.done(request.getReviewId());
          return ModerateReviewResponse.newBuilder()
              .setReview(
                  ReviewViews.message(reviews.find(handle, request.getReviewId()).orElseThrow()))
              .build();
        });
  }

  private Review review(SubmitReviewRequest request) {
    String productId =
        Requests.externalId(
            "product_id", request.getProductId(), ReviewsService.INVALID_PRODUCT_ID);
    try {
      return new Review(
          OpaqueId.random(),
          productId,
          request.getRating(),
          request.getTitle(),
          request.getBody(),
          request.getAuthor(),
          clock.instant(),
          true,
          Moderation.PENDING);
    } catch (InvalidField e) {
      throw Failure.invalidArgument("INVALID_REVIEW", String.valueOf(e.getMessage()));
    }
  }

  private boolean isBought(String productId) {
    try {
      return purchases.isBought(productId);
    } catch (StatusRuntimeException e) {
      throw Failure.unavailable(
          "DEPENDENCY_UNAVAILABLE", "orders answered " + e.getStatus().getCode() + ".");
    }
  }

  private static Moderation decision(ModerateReviewRequest request) {
    return switch (request.getModeration()) {
      case MODERATION_STATUS_APPROVED -> Moderation.APPROVED;
      case MODERATION_STATUS_REJECTED -> Moderation.REJECTED;
      case MODERATION_STATUS_UNSPECIFIED, MODERATION_STATUS_PENDING, UNRECOGNIZED ->
          throw Failure.invalidArgument(
              "INVALID_MODERATION", "moderation: none (expected: approved or rejected).");
    };
  }
}
