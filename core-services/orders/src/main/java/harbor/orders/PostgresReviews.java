package harbor.orders;

import harbor.kit.service.table.Edited;
import java.util.List;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/** Orders that people are to look at, in PostgreSQL, within a transaction. */
final class PostgresReviews {
  private static final String WANT =
      """
      UPDATE orders
      SET needs_review = true, review_reasons = :reasons, updated_at = shop_time(),
          updated_by = 'orders', version = version + 1
      WHERE order_id = :order
      """;

  private static final String CHANGE =
      """
      UPDATE orders
      SET needs_review = :needed, updated_at = shop_time(), updated_by = :by, version = version + 1
      WHERE order_id = :order
      """;

  private PostgresReviews() {}

  /** From now on risk rules want it. */
  static void want(Handle handle, String orderId, List<String> reasons) {
    handle
        .createUpdate(WANT)
        .bind("order", orderId)
        .bindArray("reasons", String.class, reasons)
        .execute();
  }

  /**
   * Says whether an order is still to be looked at.
   *
   * @param version that was seen
   * @param by who says so
   * @param isNeeded what is said of it as it was
   */
  static Edited<Order> edit(
      Handle handle, String orderId, long version, String by, Predicate<Order> isNeeded) {
    PostgresSagaStore.lock(handle, orderId);
    return Edited.of(
        PostgresOrderStore.findAny(handle, orderId),
        order -> order.audit().version(),
        version,
        order -> {
          handle
              .createUpdate(CHANGE)
              .bind("order", orderId)
              .bind("needed", isNeeded.test(order))
              .bind("by", by)
              .execute();
          return PostgresOrderStore.get(handle, orderId);
        });
  }
}
