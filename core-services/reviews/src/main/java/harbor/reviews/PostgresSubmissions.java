package harbor.reviews;

import harbor.kit.service.change.Outbox;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Single reviews in PostgreSQL, within a transaction of the caller's. */
final class PostgresSubmissions {
  private static final String FIND =
      """
      SELECT id, product_id, stars, title, body, author, written_at, verified_purchase, moderation,
             created_at, created_by, updated_at, updated_by, version
      FROM reviews
      WHERE id = :id
      FOR UPDATE
      """;

  private final Outbox outbox;
  private final InstantSource clock;

  PostgresSubmissions(Outbox outbox, InstantSource clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Creates or replaces a review, and changes the rating with it.
   *
   * @param by who does so
   * @return whether it was written: a person's second one of a product is not
   */
  boolean put(Handle handle, Review review, String by) {
    return !new PostgresReviewWrites(handle, outbox, clock.instant(), by)
        .put(List.of(review))
        .isEmpty();
  }

  /** A review, locked until the transaction ends. */
  Optional<StoredReview> find(Handle handle, String id) {
    return handle
        .createQuery(FIND)
        .bind("id", id)
        .map((row, _) -> PostgresReviewRows.review(row).orElseThrow())
        .findOne();
  }
}
