package harbor.inventory;

import harbor.inventory.reservation.Reservation;
import harbor.kit.service.table.Column;
import harbor.kit.service.table.Table;

/** Reservations in PostgreSQL as administrators read them. */
final class PostgresReservationTable {
  static final Table<Reservation> TABLE =
      Table.of(
              "inventory.reservations",
              PostgresReservationRows.COLUMNS,
              "(SELECT * FROM reservations WHERE status <> 'UNDONE') r",
              (row, _) -> PostgresReservationRows.reservation(row),
              Column.text("id").as("r.id"),
              Column.text("order_id").as("r.order_id").filtered(),
              Column.text("status").as("r.status").filtered(),
              Column.text("pieces.product_id")
                  .filteredBy(
                      """
                      r.order_id IN (
                        SELECT order_id FROM reserved_pieces WHERE product_id = ANY (%s))\
                      """),
              Column.time("expires_at").as("r.expires_at").ranged().sorted(),
              Column.time("created_at").as("r.created_at").ranged().sorted(),
              Column.time("updated_at").as("r.updated_at").ranged().sorted(),
              Column.number("number").as("r.number"))
          .latestBy("number");

  private PostgresReservationTable() {}
}
