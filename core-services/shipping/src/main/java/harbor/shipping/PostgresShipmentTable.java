package harbor.shipping;

import harbor.kit.service.table.Column;
import harbor.kit.service.table.Table;
import harbor.shipping.shipment.Shipment;

/** Shipments in PostgreSQL as administrators read them. */
final class PostgresShipmentTable {
  static final Table<Shipment> TABLE =
      Table.of(
              "shipping.shipments",
              PostgresShipmentRows.COLUMNS,
              "shipments",
              (row, _) -> PostgresShipmentRows.shipment(row),
              Column.text("id"),
              Column.text("order_id").filtered(),
              Column.text("status").filtered(),
              Column.text("method").filtered(),
              Column.text("country").filtered(),
              Column.text("tracking_number").filtered(),
              Column.day("latest").ranged().sorted(),
              Column.time("handed_over_at").ranged().sorted().nullable(),
              Column.time("created_at").ranged().sorted(),
              Column.time("updated_at").ranged().sorted(),
              Column.number("number"))
          .latestBy("number");

  private PostgresShipmentTable() {}
}
