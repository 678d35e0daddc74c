package harbor.pricing;

import harbor.kit.service.table.Column;
import harbor.kit.service.table.Table;

/** Prices in PostgreSQL as administrators read them. */
final class PostgresPriceTable {
  static final Table<StoredPrice> TABLE =
      Table.of(
          "pricing.prices",
          PostgresPriceEdits.COLUMNS,
          "prices",
          (row, _) -> PostgresPriceEdits.stored(row),
          Column.text("id").as("product_id"),
          Column.text("currency").as("CAST(currency AS text)").filtered(),
          Column.text("tax_class").filtered(),
          Column.number("list_minor").ranged().sorted(),
          Column.number("sale_minor").ranged().sorted().nullable(),
          Column.time("valid_from").ranged().sorted(),
          Column.time("updated_at").ranged().sorted());

  private PostgresPriceTable() {}
}
