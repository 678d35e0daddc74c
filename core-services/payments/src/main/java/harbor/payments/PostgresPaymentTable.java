package harbor.payments;

import harbor.kit.service.table.Column;
import harbor.kit.service.table.Table;
import java.util.List;

/** Payments in PostgreSQL as administrators read them, without operations. */
final class PostgresPaymentTable {
  static final Table<Payment> TABLE =
      Table.of(
              "payments.payments",
              PostgresPaymentStore.COLUMNS,
              "payments p",
              (row, _) -> PostgresPaymentStore.payment(row, List.of()),
              Column.text("id").as("p.payment_id"),
              Column.text("order_id").as("p.order_id").filtered(),
              Column.text("status").as("p.status").filtered(),
              Column.text("currency").as("p.currency").filtered(),
              Column.text("country").as("p.country").filtered(),
              Column.text("refusal_reason").as("p.refusal_reason").filtered(),
              Column.number("amount_minor").as("p.amount_minor").ranged().sorted(),
              Column.time("created_at").as("p.created_at").ranged().sorted(),
              Column.time("updated_at").as("p.updated_at").ranged().sorted(),
              Column.number("number").as("p.number"))
          .latestBy("number");

  private PostgresPaymentTable() {}
}
