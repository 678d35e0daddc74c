package harbor.users;

import harbor.kit.service.database.Database;
import harbor.kit.service.database.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Users' lists of products in PostgreSQL. Thread-safe. */
final class PostgresProductMarkStore {
  private static final String LIST =
      """
      SELECT product_id, marked_at
      FROM product_marks
      WHERE user_id = :user AND list = :list
      ORDER BY marked_at DESC, product_id
      """;

  private static final String COUNT_OTHERS =
      """
      SELECT count(*)
      FROM product_marks
      WHERE user_id = :user AND list = :list AND product_id <> :product
      """;

  private static final String PUT =
      """
      INSERT INTO product_marks AS stored (user_id, list, product_id, marked_at)
      VALUES (:user, :list, :product, CAST(:now AS timestamptz))
      ON CONFLICT (user_id, list, product_id) DO UPDATE SET
        marked_at = greatest(stored.marked_at, excluded.marked_at)
      RETURNING product_id, marked_at
      """;

  private static final String CUT =
      """
      DELETE FROM product_marks
      WHERE user_id = :user AND list = :list AND product_id IN (
        SELECT product_id
        FROM product_marks
        WHERE user_id = :user AND list = :list
        ORDER BY marked_at DESC, product_id
        OFFSET :max
      )
      """;

  private static final String REMOVE =
      """
      DELETE FROM product_marks
      WHERE user_id = :user AND list = :list AND product_id = :product
      """;

  private final Database database;
  private final PostgresUserStore users;

  PostgresProductMarkStore(Database database, PostgresUserStore users) {
    this.database = database;
    this.users = users;
  }

  /** What became of a mark. */
  sealed interface Marked {
    /** It stands. */
    record Done(ProductMark mark) implements Marked {}

    /** There is no such user. */
    record UnknownUser() implements Marked {}

    /** The list is full. */
    record Full() implements Marked {}
  }

  /** The products of a list, the latest first. */
  List<ProductMark> list(String userId, ProductMark.Kind list) {
    return database.read(
        handle ->
            handle
                .createQuery(LIST)
                .bind("user", userId)
                .bind("list", list.name())
                .map((row, _) -> mark(row))
                .list());
  }

  /** Puts a product on a list. What was looked at longest ago makes room; favourites do not. */
  Marked mark(Handle handle, String userId, ProductMark.Kind list, String productId) {
    if (PostgresUserStore.lock(handle, userId).isEmpty()) {
      return new Marked.UnknownUser();
    }
    long others =
        handle
            .createQuery(COUNT_OTHERS)
            .bind("user", userId)
            .bind("list", list.name())
            .bind("product", productId)
            .mapTo(Long.class)
            .one();
    if (list == ProductMark.Kind.FAVOURITES && others >= list.max()) {
      return new Marked.Full();
    }
    ProductMark mark =
        handle
            .createQuery(PUT)
            .bind("user", userId)
            .bind("list", list.name())
            .bind("product", productId)
            .bind("now", users.now().toString())
            .map((row, _) -> mark(row))
            .one();
    if (others >= list.max()) {
      handle
          .createUpdate(CUT)
          .bind("user", userId)
          .bind("list", list.name())
          .bind("max", list.max())
          .execute();
    }
    return new Marked.Done(mark);
  }

  /**
   * Takes a product from a list.
   *
   * @return whether there is such a user
   */
  boolean unmark(Handle handle, String userId, ProductMark.Kind list, String productId) {
    if (PostgresUserStore.lock(handle, userId).isEmpty()) {
      return false;
    }
    handle
        .createUpdate(REMOVE)
        .bind("user", userId)
        .bind("list", list.name())
        .bind("product", productId)
        .execute();
    return true;
  }

  private static ProductMark mark(ResultSet row) throws SQLException {
    return new ProductMark(row.getString("product_id"), Rows.instant(row, "marked_at"));
  }
}
