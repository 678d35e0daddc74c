package harbor.catalog;

import harbor.kit.service.table.Column;
import harbor.kit.service.table.Table;

/** Products in PostgreSQL as administrators read them: nothing internal can be asked for. */
final class PostgresProductTable {
  static final Table<StoredProduct.Full> TABLE =
      Table.of(
          "catalog.all",
          PostgresCatalogStore.FULL_COLUMNS,
          "products",
          (row, _) -> PostgresProductRows.full(row),
          Column.text("id"),
          Column.text("title").as("(lower(title) COLLATE \"C\")").prefixed().sorted(),
          Column.text("brand").filtered(),
          Column.text("gtin").filtered(),
          Column.text("mpn").filtered(),
          Column.text("item_group_id").filtered(),
          Column.text("category_id")
              .filteredBy(
                  """
                  category_path IN (
                    SELECT path FROM categories WHERE array_to_string(path, ' > ') = ANY (%s))\
                  """),
          Column.flag("published").filtered(),
          Column.time("updated_at").ranged().sorted());

  private PostgresProductTable() {}
}
