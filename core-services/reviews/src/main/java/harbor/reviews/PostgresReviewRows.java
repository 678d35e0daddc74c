package harbor.reviews;

import harbor.kit.service.database.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What rows of PostgreSQL say. */
final class PostgresReviewRows {
  private PostgresReviewRows() {}

  /** The rating; nulls count as 0. */
  static Rating rating(ResultSet row, String productColumn) throws SQLException {
    List<Integer> histogram = new ArrayList<>();
    for (int stars = 1; stars <= Review.MAX_STARS; stars++) {
      histogram.add(row.getInt("stars_" + stars));
    }
    return new Rating(row.getString(productColumn), histogram);
  }

  /** The review; empty when its columns are null. */
  static Optional<StoredReview> review(ResultSet row) throws SQLException {
    String id = row.getString("id");
    if (row.wasNull()) {
      return Optional.empty();
    }
    Review review =
        new Review(
            id,
            row.getString("product_id"),
            row.getInt("stars"),
            row.getString("title"),
            row.getString("body"),
            row.getString("author"),
            Rows.instant(row, "written_at"),
            row.getBoolean("verified_purchase"),
            Moderation.valueOf(row.getString("moderation")));
    return Optional.of(new StoredReview(review, Rows.audit(row)));
  }
}
