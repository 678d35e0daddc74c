package harbor.pricing.offer;

import harbor.kit.service.table.Column;
import harbor.kit.service.table.Table;

/** Promotions in PostgreSQL as administrators read them; a few thousand at most. */
final class PostgresPromotionTable {
  static final Table<PostgresPromotionStore.Row> TABLE =
      Table.of(
              "pricing.promotions",
              PostgresPromotionStore.COLUMNS,
              "promotions p",
              (row, _) -> PostgresPromotionStore.row(row),
              Column.text("id").as("p.promotion_id"),
              Column.text("name").as("(lower(p.name) COLLATE \"C\")").prefixed().sorted(),
              Column.text("coupon_code").as("p.coupon_code").filtered(),
              Column.text("product_ids").filteredBy("p.product_ids && %s"),
              Column.flag("active").as("p.active").filtered(),
              Column.number("position").as("p.position").ranged().sorted(),
              Column.day("first_day").as("p.first_day").ranged().sorted().nullable(),
              Column.day("last_day").as("p.last_day").ranged().sorted().nullable(),
              Column.time("updated_at").as("p.updated_at").ranged().sorted())
          .sortedBy("position");

  private PostgresPromotionTable() {}
}
