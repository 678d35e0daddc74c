package harbor.web.product;

import static harbor.kit.bff.plan.Call.critical;
import static java.time.Duration.ofMillis;

import harbor.clients.ReviewsClient;
import harbor.kit.bff.edge.Routes;
import harbor.kit.bff.plan.Plan;
import harbor.kit.runtime.PathSegment;
import harbor.reviews.v1.ModerationStatus;
import harbor.reviews.v1.Review;
import harbor.screens.Known;
import harbor.screens.v1.SubmitReviewRequest;
import harbor.web.v1.SubmittedReview;
import java.time.Instant;

/** {@code POST <prefix>/products/{id}/reviews}: handed in by somebody who bought the product. */
public final class ReviewScreens {
  private ReviewScreens() {}

  /** Adds the route. */
  public static void add(String prefix, Routes to, ReviewsClient reviews) {
    var submit =
        critical("reviews.submit", reviews.submit.with(ReviewScreens::request))
            .within(ofMillis(800));
    to.<SubmitReviewRequest, SubmittedReview>post(
            prefix + "/products/{id}/reviews",
            Plan.of(prefix.split("/", 3)[1] + ".review.submit", ofMillis(900), submit)
                .changes()
                .shows(parts -> view(parts.of(submit))))
        .within(ofMillis(1_000))
        .signedIn()
        .created((asked, _) -> prefix + "/products/" + PathSegment.encode(asked.getId()));
  }

  static harbor.reviews.v1.SubmitReviewRequest request(SubmitReviewRequest asked) {
    return harbor.reviews.v1.SubmitReviewRequest.newBuilder()
        .setProductId(asked.getId())
        .setRating(asked.getRating())
        .setTitle(asked.getTitle())
        .setBody(asked.getBody())
        .setAuthor(asked.getAuthor())
        .build();
  }

  static SubmittedReview view(Review review) {
    SubmittedReview.Builder view =
        SubmittedReview.newBuilder()
            .setId(review.getId())
            .setStatus(status(review.getModeration()))
            .setRating(review.getRating())
            .setWrittenAt(
                Instant.ofEpochSecond(
                        review.getWrittenAt().getSeconds(), review.getWrittenAt().getNanos())
                    .toString());
    Known.text(review.getTitle(), view::setTitle);
    Known.text(review.getBody(), view::setBody);
    Known.text(review.getAuthor(), view::setAuthor);
    return view.build();
  }

  private static String status(ModerationStatus status) {
    return switch (status) {
      case MODERATION_STATUS_APPROVED -> "approved";
      case MODERATION_STATUS_REJECTED -> "rejected";
      case MODERATION_STATUS_UNSPECIFIED, MODERATION_STATUS_PENDING, UNRECOGNIZED -> "pending";
    };
  }
}
