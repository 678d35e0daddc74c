package harbor.reviews;

import java.time.Instant;

/**
 * A review as it is kept.
 *
 * @param audit who changed the row, and when
 */
record StoredReview(Review review, Audit audit) {
  /**
   * Who changed a row, and when.
   *
   * @param version counts the changes, from 1
   */
  record Audit(
      Instant createdAt, String createdBy, Instant updatedAt, String updatedBy, long version) {}
}
