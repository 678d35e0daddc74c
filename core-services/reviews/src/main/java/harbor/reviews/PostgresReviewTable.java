package harbor.reviews;

import harbor.kit.service.table.Column;
import harbor.kit.service.table.Table;

/** Reviews in PostgreSQL as administrators read them. */
final class PostgresReviewTable {
  static final Table<StoredReview> TABLE =
      Table.of(
              "reviews.all",
              """
              id, product_id, stars, title, body, author, written_at, verified_purchase, moderation,
              created_at, created_by, updated_at, updated_by, version\
              """,
              "reviews",
              (row, _) -> PostgresReviewRows.review(row).orElseThrow(),
              Column.text("id"),
              Column.text("product_id").filtered(),
              Column.number("rating").as("stars").filtered(),
              Column.text("moderation").filtered(),
              Column.flag("verified_purchase").filtered(),
              Column.time("written_at").ranged().sorted(),
              Column.time("created_at").ranged().sorted(),
              Column.time("updated_at").ranged().sorted())
          .latestBy("written_at");

  private PostgresReviewTable() {}
}
