package harbor.shipping;

import harbor.kit.service.table.Column;
import harbor.kit.service.table.Table;
import harbor.shipping.PostgresMethodStore.Stored;

/** Methods of shipping in PostgreSQL as administrators read them; a few hundred at most. */
final class PostgresMethodTable {
  static final Table<Stored> TABLE =
      Table.of(
          "shipping.methods",
          PostgresMethodStore.COLUMNS,
          "shipping_methods",
          (row, _) -> PostgresMethodStore.stored(row),
          Column.text("id").as("(country || '.' || method || '.' || currency)"),
          Column.text("country").filtered(),
          Column.text("method").filtered(),
          Column.text("currency").filtered(),
          Column.number("cost_minor").ranged().sorted(),
          Column.number("free_from_minor").ranged().sorted().nullable(),
          Column.flag("pickup").filtered(),
          Column.flag("active").filtered(),
          Column.time("updated_at").ranged());

  private PostgresMethodTable() {}
}
