package harbor.reviews;

import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.row.Timestamps;
import harbor.reviews.v1.ModerationStatus;

/** Protobuf messages from domain values, and back. Pure functions. */
final class ReviewViews {
  private ReviewViews() {}

  /** The review that a message states; throws {@link InvalidField}. */
  static Review review(harbor.reviews.v1.Review message) {
    Fields.present("written_at", message.hasWrittenAt());
    return new Review(
        message.getId(),
        message.getProductId(),
        message.getRating(),
        message.getTitle(),
        message.getBody(),
        message.getAuthor(),
        Fields.instant("written_at", message.getWrittenAt()),
        message.getVerifiedPurchase(),
        moderation(message.getModeration()));
  }

  static harbor.reviews.v1.Review message(StoredReview stored) {
    Review review = stored.review();
    return harbor.reviews.v1.Review.newBuilder()
        .setId(review.id())
        .setProductId(review.productId())
        .setRating(review.stars())
        .setTitle(review.title())
        .setBody(review.body())
        .setAuthor(review.author())
        .setWrittenAt(Timestamps.of(review.writtenAt()))
        .setVerifiedPurchase(review.verifiedPurchase())
        .setModeration(message(review.moderation()))
        .setAudit(stored.audit().message())
        .build();
  }

  static harbor.reviews.v1.Rating message(Rating rating) {
    return harbor.reviews.v1.Rating.newBuilder()
        .setProductId(rating.productId())
        .setAverageTenths(rating.averageTenths())
        .setCount(rating.count())
        .addAllHistogram(rating.histogram())
        .build();
  }

  private static Moderation moderation(ModerationStatus status) {
    return switch (status) {
      case MODERATION_STATUS_UNSPECIFIED, MODERATION_STATUS_APPROVED -> Moderation.APPROVED;
      case MODERATION_STATUS_PENDING -> Moderation.PENDING;
      case MODERATION_STATUS_REJECTED -> Moderation.REJECTED;
      case UNRECOGNIZED ->
          throw new InvalidField(
              "moderation", "Unknown (expected: pending, approved or rejected).");
    };
  }

  private static ModerationStatus message(Moderation moderation) {
    return switch (moderation) {
      case PENDING -> ModerationStatus.MODERATION_STATUS_PENDING;
      case APPROVED -> ModerationStatus.MODERATION_STATUS_APPROVED;
      case REJECTED -> ModerationStatus.MODERATION_STATUS_REJECTED;
    };
  }
}
