package harbor.reviews;

import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Rows;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;

/**
 * Writes reviews and their ratings within one transaction.
 *
 * <p>Rows are locked in one order by everybody: new reviews by id, known reviews by id, ratings by
 * product. So transactions that meet wait for each other and never deadlock; and what a review said
 * before is read under its lock, so that no rating loses a count.
 */
final class PostgresReviewWrites {
  private static final String SENT =
      """
      FROM unnest(:ids, :products, :stars, :titles, :bodies, :authors, :times, :verified, :moderations)
        AS sent (id, product_id, stars, title, body, author, written_at_text, verified_purchase,
                 moderation)
      CROSS JOIN LATERAL (SELECT CAST(sent.written_at_text AS timestamptz) AS written_at) at
      """;

  private static final String CREATE =
      """
      INSERT INTO reviews
        (id, product_id, stars, title, body, author, written_at, verified_purchase, moderation,
         created_at, created_by, updated_at, updated_by, version)
      SELECT sent.id, sent.product_id, sent.stars, sent.title, sent.body, sent.author,
             at.written_at, sent.verified_purchase, sent.moderation,
             CAST(:now AS timestamptz), :by, CAST(:now AS timestamptz), :by, 1
      """
          + SENT
          + """
          ORDER BY sent.id COLLATE "C"
          ON CONFLICT DO NOTHING
          RETURNING id, product_id, stars, moderation
          """;

  private static final String LOCK_KNOWN =
      """
      SELECT id, product_id, stars, moderation
      FROM reviews
      WHERE id = ANY (:ids)
      ORDER BY id
      FOR UPDATE
      """;

  private static final String REPLACE =
      """
      UPDATE reviews r
      SET product_id = sent.product_id, stars = sent.stars, title = sent.title, body = sent.body,
          author = sent.author, written_at = at.written_at,
          verified_purchase = sent.verified_purchase, moderation = sent.moderation,
          updated_at = greatest(r.updated_at, CAST(:now AS timestamptz)), updated_by = :by,
          version = r.version + 1
      """
          + SENT
          + """
          WHERE r.id = sent.id
            AND (r.product_id, r.stars, r.title, r.body, r.author, r.written_at,
                 r.verified_purchase, r.moderation)
              IS DISTINCT FROM
                (sent.product_id, sent.stars, sent.title, sent.body, sent.author, at.written_at,
                 sent.verified_purchase, sent.moderation)
          RETURNING r.id, r.product_id, r.stars, r.moderation
          """;

  private static final String BEGIN_RATINGS =
      """
      INSERT INTO ratings
        (product_id, stars_1, stars_2, stars_3, stars_4, stars_5,
         created_at, created_by, updated_at, updated_by, version)
      SELECT product_id, 0, 0, 0, 0, 0,
             CAST(:now AS timestamptz), 'reviews', CAST(:now AS timestamptz), 'reviews', 1
      FROM unnest(:products) AS touched (product_id)
      ORDER BY product_id COLLATE "C"
      ON CONFLICT (product_id) DO NOTHING
      """;

  private static final String LOCK_RATINGS =
      """
      SELECT product_id FROM ratings WHERE product_id = ANY (:products) ORDER BY product_id FOR UPDATE
      """;

  private static final String CHANGE_RATINGS =
      """
      UPDATE ratings r
      SET stars_1 = r.stars_1 + d.stars_1, stars_2 = r.stars_2 + d.stars_2,
          stars_3 = r.stars_3 + d.stars_3, stars_4 = r.stars_4 + d.stars_4,
          stars_5 = r.stars_5 + d.stars_5,
          updated_at = greatest(r.updated_at, CAST(:now AS timestamptz)), updated_by = 'reviews',
          version = r.version + 1
      FROM unnest(:products, :stars1, :stars2, :stars3, :stars4, :stars5)
        AS d (product_id, stars_1, stars_2, stars_3, stars_4, stars_5)
      WHERE r.product_id = d.product_id
      """;

  private final Handle handle;
  private final String now;
  private final String by;
  private final Outbox outbox;
  private final RatingChanges changes = new RatingChanges();

  /** Products of which an approved review is new, changed, or no longer theirs. */
  private final Set<String> announced = new LinkedHashSet<>();

  /**
   * Writes of one transaction.
   *
   * @param by who writes: a person's subject, or this service
   */
  PostgresReviewWrites(Handle handle, Outbox outbox, Instant now, String by) {
    this.by = by;
    this.outbox = outbox;
    this.handle = handle;
    this.now = now.truncatedTo(ChronoUnit.MICROS).toString();
  }

  /** What of a review matters to a rating. */
  private record Counted(String id, String productId, int stars, Moderation moderation) {}

  /** For each review that was written: whether it was new; a person's second one is not written. */
  List<Boolean> put(List<Review> reviews) {
    List<Counted> created =
        counted(bind(handle.createQuery(CREATE), reviews).bind("now", now).bind("by", by));
    created.forEach(this::add);
    List<Counted> replaced = replace(without(created, reviews));
    replaced.forEach(this::add);
    changeRatings();
    outbox.append(handle, announced);
    return Stream.concat(
            created.stream().map(_ -> Boolean.TRUE), replaced.stream().map(_ -> Boolean.FALSE))
        .toList();
  }

  private List<Counted> replace(List<Review> known) {
    if (known.isEmpty()) {
      return List.of();
    }
    List<Counted> before =
        counted(
            handle
                .createQuery(LOCK_KNOWN)
                .bindArray("ids", String.class, Rows.column(known, Review::id)));
    List<Counted> after =
        counted(bind(handle.createQuery(REPLACE), known).bind("now", now).bind("by", by));
    Set<String> replaced = ids(after);
    before.stream().filter(review -> replaced.contains(review.id())).forEach(this::remove);
    return after;
  }

  private void add(Counted review) {
    changes.add(review.productId(), review.stars(), review.moderation());
    announce(review);
  }

  private void remove(Counted review) {
    changes.remove(review.productId(), review.stars(), review.moderation());
    announce(review);
  }

  /** Of other reviews nobody is told anything. */
  private void announce(Counted review) {
    if (review.moderation() == Moderation.APPROVED) {
      announced.add(review.productId());
    }
  }

  private void changeRatings() {
    List<String> products = changes.products();
    if (products.isEmpty()) {
      return;
    }
    handle
        .createUpdate(BEGIN_RATINGS)
        .bindArray("products", String.class, products)
        .bind("now", now)
        .execute();
    handle
        .createQuery(LOCK_RATINGS)
        .bindArray("products", String.class, products)
        .mapTo(String.class)
        .list();
    Update change =
        handle
            .createUpdate(CHANGE_RATINGS)
            .bindArray("products", String.class, products)
            .bind("now", now);
    for (int stars = 1; stars <= Review.MAX_STARS; stars++) {
      change.bindArray("stars" + stars, Integer.class, changes.of(stars));
    }
    change.execute();
  }

  private static List<Review> without(List<Counted> created, List<Review> reviews) {
    Set<String> ids = ids(created);
    return reviews.stream().filter(review -> !ids.contains(review.id())).toList();
  }

  private static Set<String> ids(List<Counted> reviews) {
    return reviews.stream().map(Counted::id).collect(Collectors.toUnmodifiableSet());
  }

  private static List<Counted> counted(Query query) {
    return query
        .map(
            (row, _) ->
                new Counted(
                    row.getString("id"),
                    row.getString("product_id"),
                    row.getInt("stars"),
                    Moderation.valueOf(row.getString("moderation"))))
        .list();
  }

  private static <S extends SqlStatement<S>> S bind(S statement, List<Review> reviews) {
    return statement
        .bindArray("ids", String.class, Rows.column(reviews, Review::id))
        .bindArray("products", String.class, Rows.column(reviews, Review::productId))
        .bindArray("stars", Integer.class, Rows.column(reviews, Review::stars))
        .bindArray("titles", String.class, Rows.column(reviews, Review::title))
        .bindArray("bodies", String.class, Rows.column(reviews, Review::body))
        .bindArray("authors", String.class, Rows.column(reviews, Review::author))
        .bindArray(
            "times", String.class, Rows.column(reviews, review -> review.writtenAt().toString()))
        .bindArray("verified", Boolean.class, Rows.column(reviews, Review::verifiedPurchase))
        .bindArray(
            "moderations",
            String.class,
            Rows.column(reviews, review -> review.moderation().name()));
  }
}
