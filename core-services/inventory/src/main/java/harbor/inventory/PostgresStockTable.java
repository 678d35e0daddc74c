package harbor.inventory;

import harbor.inventory.stock.StoredStock;
import harbor.kit.service.table.Column;
import harbor.kit.service.table.Table;

/** Stock in PostgreSQL as administrators read it. */
final class PostgresStockTable {
  /** What a row says, of {@code stock s}. */
  static final String COLUMNS =
      """
      s.product_id, s.status, s.available_from, s.counted, s.min_handling_days, s.max_handling_days,
      s.created_at, s.created_by, s.updated_at, s.updated_by, s.version,
      ARRAY(SELECT p.place_id FROM stock_by_place p
            WHERE p.product_id = s.product_id ORDER BY p.place_id) AS places,
      ARRAY(SELECT p.on_hand FROM stock_by_place p
            WHERE p.product_id = s.product_id ORDER BY p.place_id) AS on_hand,
      ARRAY(SELECT p.reserved FROM stock_by_place p
            WHERE p.product_id = s.product_id ORDER BY p.place_id) AS reserved\
      """;

  static final Table<StoredStock> TABLE =
      Table.of(
          "inventory.stock",
          COLUMNS,
          "stock s",
          (row, _) -> PostgresStockEdits.stored(row),
          Column.text("id").as("s.product_id"),
          Column.text("status").as("s.status").filtered(),
          Column.flag("counted").as("s.counted").filtered(),
          Column.text("places.place_id")
              .filteredBy(
                  """
                  s.product_id IN (
                    SELECT product_id FROM stock_by_place WHERE place_id = ANY (%s))\
                  """),
          Column.time("updated_at").as("s.updated_at").ranged().sorted());

  private PostgresStockTable() {}
}
