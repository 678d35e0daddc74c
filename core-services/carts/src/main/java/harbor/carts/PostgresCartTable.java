package harbor.carts;

import harbor.kit.service.table.Column;
import harbor.kit.service.table.Table;

/** Carts in PostgreSQL as administrators read them, those that have expired left out. */
final class PostgresCartTable {
  /**
   * A cart and whose it is.
   *
   * @param userId empty for a guest's
   */
  record Owned(Cart cart, String userId) {}

  static final Table<Owned> TABLE =
      Table.of(
              "carts.carts",
              """
              c.cart_id, c.coupon_code, c.left_out_products, c.left_out_pieces, c.expires_at,
              c.created_at, c.created_by, c.updated_at, c.updated_by, c.version,
              CASE WHEN c.owner LIKE 'user:%' THEN substr(c.owner, 6) ELSE '' END AS user_id,
              ARRAY(SELECT l.line_id FROM cart_lines l
                    WHERE l.cart_id = c.cart_id ORDER BY l.position) AS line_ids,
              ARRAY(SELECT l.product_id FROM cart_lines l
                    WHERE l.cart_id = c.cart_id ORDER BY l.position) AS product_ids,
              ARRAY(SELECT l.quantity FROM cart_lines l
                    WHERE l.cart_id = c.cart_id ORDER BY l.position) AS quantities\
              """,
              "carts c",
              (row, _) -> new Owned(PostgresCartStore.cart(row), row.getString("user_id")),
              Column.text("id").as("c.cart_id"),
              Column.text("user_id")
                  .as("substr(c.owner, 6)")
                  .filteredBy("(c.owner LIKE 'user:%%' AND substr(c.owner, 6) = ANY (%s))"),
              Column.text("coupon_code").as("c.coupon_code").filtered(),
              Column.text("lines.product_id")
                  .filteredBy(
                      "c.cart_id IN (SELECT cart_id FROM cart_lines WHERE product_id = ANY (%s))"),
              Column.time("expires_at").as("c.expires_at").ranged().sorted(),
              Column.time("created_at").as("c.created_at").ranged().sorted(),
              Column.time("updated_at").as("c.updated_at").ranged().sorted())
          .latestBy("updated_at");

  private PostgresCartTable() {}
}
