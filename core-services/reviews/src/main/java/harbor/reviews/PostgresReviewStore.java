package harbor.reviews;

import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reviews and ratings in PostgreSQL: the reads; {@link PostgresReviewWrites} writes. */
final class PostgresReviewStore implements ReviewStore {
  private static final String RATINGS =
      """
      SELECT asked.product_id, r.stars_1, r.stars_2, r.stars_3, r.stars_4, r.stars_5
      FROM unnest(:ids) WITH ORDINALITY AS asked (product_id, place)
      LEFT JOIN ratings r ON r.product_id = asked.product_id
      ORDER BY asked.place
      """;

  // One statement, so that list and rating are of one moment: at READ COMMITTED two statements of
  // one transaction are not.
  private static final String PAGE =
      """
      SELECT asked.product_id AS asked_id, r.stars_1, r.stars_2, r.stars_3, r.stars_4, r.stars_5,
             page.id, page.product_id, page.stars, page.title, page.body, page.author,
             page.written_at, page.verified_purchase, page.moderation,
             page.created_at, page.created_by, page.updated_at, page.updated_by, page.version
      FROM (SELECT CAST(:product AS text) COLLATE "C" AS product_id) asked
      LEFT JOIN ratings r ON r.product_id = asked.product_id
      LEFT JOIN LATERAL (
        SELECT id, product_id, stars, title, body, author, written_at, verified_purchase,
               moderation, created_at, created_by, updated_at, updated_by, version
        FROM reviews
        WHERE product_id = asked.product_id
          AND moderation = 'APPROVED'
          AND (written_at, id) < (CAST(:writtenAt AS timestamptz), :id)
        ORDER BY written_at DESC, id DESC
        LIMIT :limit
      ) page ON true
      ORDER BY page.written_at DESC, page.id DESC
      """;

  private final Database database;
  private final Outbox outbox;
  private final InstantSource clock;

  PostgresReviewStore(Database database, Outbox outbox, InstantSource clock) {
    this.database = database;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public List<Rating> ratings(List<String> productIds) {
    return database.read(
        handle ->
            handle
                .createQuery(RATINGS)
                .bindArray("ids", String.class, productIds)
                .map((row, _) -> PostgresReviewRows.rating(row, "product_id"))
                .list());
  }

  @Override
  public ReviewPage page(String productId, Position after, int size) {
    return database.read(handle -> page(handle, productId, after, size));
  }

  @Override
  public List<Boolean> put(List<Review> reviews) {
    return reviews.isEmpty()
        ? List.of()
        : database.write(
            handle ->
                new PostgresReviewWrites(handle, outbox, clock.instant(), Reviews.NAME)
                    .put(reviews));
  }

  private record Line(Rating rating, Optional<StoredReview> review) {}

  private static ReviewPage page(Handle handle, String productId, Position after, int size) {
    List<Line> lines =
        handle
            .createQuery(PAGE)
            .bind("product", productId)
            .bind("writtenAt", after.writtenAt().toString())
            .bind("id", after.id())
            .bind("limit", size + 1)
            .map(
                (row, _) ->
                    new Line(
                        PostgresReviewRows.rating(row, "asked_id"), PostgresReviewRows.review(row)))
            .list();
    List<StoredReview> found = lines.stream().flatMap(line -> line.review().stream()).toList();
    return ReviewPage.of(found, size, lines.getFirst().rating());
  }
}
