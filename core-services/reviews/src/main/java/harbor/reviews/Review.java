package harbor.reviews;

import harbor.kit.service.Fields;
import harbor.kit.service.InvalidField;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A customer's review of a product. The constructor throws {@link InvalidField}.
 *
 * @param stars 1 to 5
 * @param title headline, at most 200 characters; may be empty
 * @param body text, at most 5,000 characters; may be empty
 * @param author name to show, at most 100 characters
 * @param writtenAt when the customer wrote it, in whole microseconds, years 1 to 9999
 * @param verifiedPurchase whether the author bought the product here
 * @param moderation how a moderator decided
 */
record Review(
    String id,
    String productId,
    int stars,
    String title,
    String body,
    String author,
    Instant writtenAt,
    boolean verifiedPurchase,
    Moderation moderation) {
  static final int MOST_STARS = 5;

  static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  Review {
    Fields.id("id", id);
    Fields.id("product_id", productId);
    Fields.range("rating", stars, 1, MOST_STARS);
    Fields.text("title", title, 200);
    Fields.text("body", body, 5_000);
    Fields.text("author", author, 100);
    if (writtenAt.isBefore(EARLIEST) || writtenAt.isAfter(LATEST)) {
      throw new InvalidField("written_at", "Out of range (expected: years 1 to 9999).");
    }
    writtenAt = writtenAt.truncatedTo(ChronoUnit.MICROS);
  }

  /** Whether it is shown, and counts in the product's rating. */
  boolean counts() {
    return moderation == Moderation.APPROVED;
  }
}
