package harbor.users;

import harbor.kit.client.Caller;
import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  private static final String COUNT =
      """
      SELECT count(*) FILTER (WHERE product_id <> :product) AS others,
             count(*) FILTER (WHERE product_id = :product) AS same
      FROM product_marks
      WHERE user_id = :user AND list = :list
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
      RETURNING product_id
      """;

  private static final String REMOVE =
      """
      DELETE FROM product_marks
      WHERE user_id = :user AND list = :list AND product_id = :product
      """;

  private final Database database;
  private final Outbox outbox;
  private final PostgresUserStore users;

  PostgresProductMarkStore(Database database, Outbox outbox, PostgresUserStore users) {
    this.database = database;
    this.outbox = outbox;
    this.users = users;
  }

  private record Counted(long others, boolean isThere) {}

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
    Counted counted =
        handle
            .createQuery(COUNT)
            .bind("user", userId)
            .bind("list", list.name())
            .bind("product", productId)
            .map((row, _) -> new Counted(row.getLong("others"), row.getLong("same") > 0))
            .one();
    if (list == ProductMark.Kind.FAVOURITES && counted.others() >= list.max()) {
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
    List<String> announced = new ArrayList<>();
    announced.add(announced(userId, counted.isThere() ? '=' : '+', list, productId));
    if (counted.others() >= list.max()) {
      handle
          .createQuery(CUT)
          .bind("user", userId)
          .bind("list", list.name())
          .bind("max", list.max())
          .mapTo(String.class)
          .forEach(cut -> announced.add(announced(userId, '-', list, cut)));
    }
    outbox.append(handle, announced);
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
    int removed =
        handle
            .createUpdate(REMOVE)
            .bind("user", userId)
            .bind("list", list.name())
            .bind("product", productId)
            .execute();
    if (removed > 0) {
      outbox.append(handle, List.of(announced(userId, '-', list, productId)));
    }
    return true;
  }

  /** As users_service.proto says it. */
  private static String announced(
      String userId, char what, ProductMark.Kind list, String productId) {
    return "%s %c%s %s"
        .formatted(
            Caller.user(userId).subject(), what, list.name().toLowerCase(Locale.ROOT), productId);
  }

  private static ProductMark mark(ResultSet row) throws SQLException {
    return new ProductMark(row.getString("product_id"), Rows.instant(row, "marked_at"));
  }
}
