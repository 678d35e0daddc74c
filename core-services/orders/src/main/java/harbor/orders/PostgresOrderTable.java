package harbor.orders;

import harbor.kit.service.table.Column;
import harbor.kit.service.table.Table;

/** Orders in PostgreSQL as administrators ask for them: their ids, which the store reads. */
final class PostgresOrderTable {
  static final Table<String> TABLE =
      Table.of(
              "orders.all",
              "order_id",
              "orders",
              (row, _) -> row.getString("order_id"),
              Column.text("id").as("order_id"),
              Column.text("user_id")
                  .as("substr(owner, 6)")
                  .filteredBy("(owner LIKE 'user:%%' AND substr(owner, 6) = ANY (%s))"),
              Column.text("status").filtered(),
              Column.text("ended_reason").filtered(),
              Column.text("currency").filtered(),
              Column.text("country").filtered(),
              Column.text("shipping_method").filtered(),
              Column.text("tracking_number").filtered(),
              Column.text("coupon_codes").filteredBy("coupon_codes && %s"),
              Column.text("lines.product_id")
                  .filteredBy(
                      "order_id IN (SELECT order_id FROM order_lines WHERE product_id = ANY (%s))"),
              Column.flag("is_history").filtered(),
              Column.flag("needs_review").filtered(),
              Column.number("total_minor").ranged().sorted(),
              Column.time("placed_at").ranged().sorted(),
              Column.time("updated_at").ranged().sorted())
          .latestBy("placed_at");

  private PostgresOrderTable() {}
}
