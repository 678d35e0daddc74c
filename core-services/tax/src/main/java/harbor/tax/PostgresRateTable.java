package harbor.tax;

import harbor.kit.service.table.Column;
import harbor.kit.service.table.Table;
import harbor.tax.PostgresTaxStore.StoredRate;

/** Rates in PostgreSQL as administrators read them; a few thousand at most. */
final class PostgresRateTable {
  static final Table<StoredRate> TABLE =
      Table.of(
          "tax.rates",
          """
          rate_id, country, region, postal_prefix, tax_class, basis_points, valid_from, valid_until,
          source, created_at, created_by, updated_at, updated_by, version\
          """,
          "rates",
          (row, _) -> PostgresTaxStore.stored(row),
          Column.text("id").as("rate_id"),
          Column.text("country").filtered(),
          Column.text("region").filtered(),
          Column.text("tax_class").filtered(),
          Column.number("rate_basis_points").as("basis_points").ranged().sorted(),
          Column.day("valid_from").ranged().sorted(),
          Column.day("valid_until").ranged().sorted().nullable(),
          Column.time("updated_at").ranged());

  private PostgresRateTable() {}
}
