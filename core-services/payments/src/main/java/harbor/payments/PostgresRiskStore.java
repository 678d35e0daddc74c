package harbor.payments;

import harbor.kit.client.identity.Identity;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.Rows;
import harbor.payments.RiskRule.Assessment;
import harbor.payments.RiskRule.Decision;
import harbor.payments.RiskRule.Question;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** Rules of risk, and what they said of each order, which stays so. Thread-safe. */
final class PostgresRiskStore {
  private static final String RULES =
      """
      SELECT name, decision, currency, min_amount_minor, country, postal_prefix,
             min_refused_tries, min_fraud_score, guest
      FROM risk_rules
      """;

  private static final String SAID =
      """
      SELECT decision, reasons FROM risk_assessments WHERE order_id = :order
      """;

  private static final String SAY =
      """
      INSERT INTO risk_assessments
        (order_id, amount_minor, currency, country, decision, reasons,
         created_at, created_by, updated_at, updated_by, version)
      VALUES
        (:order, :amount, :currency, :country, :decision, :reasons,
         CAST(:now AS timestamptz), :by, CAST(:now AS timestamptz), :by, 1)
      ON CONFLICT (order_id) DO NOTHING
      """;

  private final Database database;
  private final InstantSource clock;

  PostgresRiskStore(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** What the rules say of an order; what they said the first time, if they were asked before. */
  Assessment assess(Question question) {
    return database.write(
        handle -> {
          Optional<Assessment> before = said(handle, question.orderId());
          if (before.isPresent()) {
            return before.get();
          }
          List<RiskRule> rules = handle.createQuery(RULES).map((row, _) -> rule(row)).list();
          Assessment now = RiskRule.assess(rules, question);
          handle
              .createUpdate(SAY)
              .bind("order", question.orderId())
              .bind("amount", question.amountMinor())
              .bind("currency", question.currency())
              .bind("country", question.country())
              .bind("decision", now.decision().name())
              .bindArray("reasons", String.class, now.reasons())
              .bind("now", clock.instant().toString())
              .bind("by", Identity.current().process().orElse("payments"))
              .execute();
          // another call may have been quicker
          return said(handle, question.orderId()).orElseThrow();
        });
  }

  private static Optional<Assessment> said(Handle handle, String orderId) {
    return handle
        .createQuery(SAID)
        .bind("order", orderId)
        .map(
            (row, _) ->
                new Assessment(
                    Decision.valueOf(row.getString("decision")), Rows.texts(row, "reasons")))
        .findOne();
  }

  private static RiskRule rule(ResultSet row) throws SQLException {
    return new RiskRule(
        row.getString("name"),
        Decision.valueOf(row.getString("decision")),
        Optional.ofNullable(row.getString("currency")),
        amount(row, "min_amount_minor"),
        Optional.ofNullable(row.getString("country")),
        Optional.ofNullable(row.getString("postal_prefix")),
        number(row, "min_refused_tries"),
        number(row, "min_fraud_score"),
        Optional.ofNullable(row.getObject("guest", Boolean.class)));
  }

  private static OptionalLong amount(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static OptionalInt number(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
