package harbor.reviews;

import com.google.protobuf.Timestamp;
import harbor.kit.service.Changes;
import harbor.kit.service.Fields;
import harbor.kit.service.ImportOutcome;
import harbor.kit.service.InvalidField;
import harbor.reviews.v1.ModerationStatus;
import harbor.type.v1.Audit;
import harbor.type.v1.ImportReport;
import harbor.type.v1.RefusedRow;
import java.time.Instant;

/** Protobuf messages from domain values, and back. Pure functions. */
final class ReviewViews {
  private static final int NANOS_A_SECOND = 1_000_000_000;

  private ReviewViews() {}

  /** What a watcher is told. */
  static harbor.type.v1.Changes message(Changes changes) {
    return harbor.type.v1.Changes.newBuilder()
        .setResumeToken(changes.resumeToken())
        .setReset(changes.reset())
        .addAllIds(changes.ids())
        .build();
  }

  /** The review that a message states; throws {@link InvalidField}. */
  static Review review(harbor.reviews.v1.Review message) {
    if (!message.hasWrittenAt()) {
      throw new InvalidField("written_at", "Absent (expected: when it was written).");
    }
    return new Review(
        message.getId(),
        message.getProductId(),
        message.getRating(),
        message.getTitle(),
        message.getBody(),
        message.getAuthor(),
        instant(message.getWrittenAt()),
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
        .setWrittenAt(message(review.writtenAt()))
        .setVerifiedPurchase(review.verifiedPurchase())
        .setModeration(message(review.moderation()))
        .setAudit(message(stored.audit()))
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

  static ImportReport report(ImportOutcome outcome) {
    ImportReport.Builder report =
        ImportReport.newBuilder()
            .setCreated(outcome.created())
            .setUpdated(outcome.updated())
            .setUnchanged(outcome.unchanged());
    outcome
        .refused()
        .forEach(
            row ->
                report.addRefused(
                    RefusedRow.newBuilder()
                        .setIndex(row.index())
                        .setField(row.field())
                        .setDescription(row.description())));
    return report.build();
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

  private static Audit message(StoredReview.Audit audit) {
    return Audit.newBuilder()
        .setCreatedAt(message(audit.createdAt()))
        .setCreatedBy(audit.createdBy())
        .setUpdatedAt(message(audit.updatedAt()))
        .setUpdatedBy(audit.updatedBy())
        .setVersion(audit.version())
        .build();
  }

  private static Instant instant(Timestamp timestamp) {
    Fields.range("written_at", timestamp.getNanos(), 0, NANOS_A_SECOND - 1);
    Fields.range(
        "written_at",
        timestamp.getSeconds(),
        Review.EARLIEST.getEpochSecond(),
        Review.LATEST.getEpochSecond());
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }

  private static Timestamp message(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
