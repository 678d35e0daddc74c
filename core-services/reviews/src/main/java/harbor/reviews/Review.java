package harbor.reviews;

import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import java.time.Instant;

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
  static final int MAX_STARS = 5;

  Review {
    Fields.id("id", id);
    Fields.externalId("product_id", productId);
    Fields.range("rating", stars, 1, MAX_STARS);
    Fields.text("title", title, 200);
    Fields.text("body", body, 5_000);
    Fields.text("author", author, 100);
    writtenAt = Fields.instant("written_at", writtenAt);
  }

  /** The same, as a moderator decided. */
  Review moderated(Moderation decision) {
    return new Review(
        id, productId, stars, title, body, author, writtenAt, verifiedPurchase, decision);
  }

  /** Whether it is shown, and counts in the product's rating. */
  boolean counts() {
    return moderation == Moderation.APPROVED;
  }
}
