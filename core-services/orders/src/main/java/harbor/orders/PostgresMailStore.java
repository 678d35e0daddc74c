package harbor.orders;

import harbor.kit.service.database.Database;
import harbor.orders.Saga.Origin;
import harbor.orders.mail.Mail;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/** Messages to be sent, in PostgreSQL: written with what they tell of. Thread-safe. */
final class PostgresMailStore {
  private static final String ADD =
      """
      INSERT INTO mails
        (order_id, message_id, receiver, subject, body, tries, due_at,
         created_at, created_by, updated_at, updated_by, version)
      VALUES
        (:order, :id, :receiver, :subject, :body, 0, shop_time(),
         shop_time(), 'orders', shop_time(), 'orders', 1)
      """;

  /** Whoever takes one has the time of a lease; one that could not be sent waits for longer. */
  private static final String TAKE =
      """
      WITH due AS (
        SELECT order_id
        FROM mails
        WHERE sent_at IS NULL AND refused_at IS NULL AND due_at <= shop_time()
        ORDER BY due_at
        LIMIT :max
        FOR UPDATE SKIP LOCKED
      )
      UPDATE mails
      SET tries = tries + 1,
          due_at = shop_time() + least(interval '1 second' * 2 ^ least(tries, 6), interval '1 minute'),
          updated_at = shop_time(), updated_by = 'orders', version = version + 1
      FROM due
      WHERE mails.order_id = due.order_id
      RETURNING mails.*,
        (SELECT trace_id FROM sagas
         WHERE sagas.order_id = mails.order_id AND kind = 'PLACE'
         ORDER BY created_at LIMIT 1) AS trace_id,
        (SELECT span_id FROM sagas
         WHERE sagas.order_id = mails.order_id AND kind = 'PLACE'
         ORDER BY created_at LIMIT 1) AS span_id
      """;

  private static final String OLDEST =
      """
      SELECT coalesce(extract(epoch FROM max(shop_time() - created_at)), 0)
      FROM mails
      WHERE sent_at IS NULL AND refused_at IS NULL
      """;

  private static final String SENT =
      """
      UPDATE mails
      SET sent_at = coalesce(sent_at, shop_time()), updated_at = shop_time(), version = version + 1
      WHERE message_id = :id
      """;

  private static final String REFUSED =
      """
      UPDATE mails
      SET refused_at = shop_time(), updated_at = shop_time(), version = version + 1
      WHERE message_id = :id AND sent_at IS NULL
      """;

  /** Whoever sends one that is locked here finds out afterwards that it is gone. */
  private static final String OF_OWNER =
      """
      SELECT message_id
      FROM mails
      JOIN orders USING (order_id)
      WHERE orders.owner = :owner
      FOR UPDATE OF mails
      """;

  private final Database database;

  PostgresMailStore(Database database) {
    this.database = database;
  }

  /** A confirmed order is confirmed by mail, when its customer has an address. */
  void add(Handle handle, Order order) {
    if (order.mail().isEmpty()) {
      return;
    }
    Mail mail = Confirmation.of(order);
    handle
        .createUpdate(ADD)
        .bind("order", order.id())
        .bind("id", mail.messageId())
        .bind("receiver", mail.receiver())
        .bind("subject", mail.subject())
        .bind("body", mail.body())
        .execute();
  }

  /**
   * A message to be sent.
   *
   * @param origin the request that placed its order
   */
  record Due(Mail mail, Origin origin) {}

  /** How long the oldest message waits that nobody has sent; 0 without any. */
  double oldestSeconds() {
    return database.read(handle -> handle.createQuery(OLDEST).mapTo(Double.class).one());
  }

  /** Takes messages that nobody has sent yet. */
  List<Due> take(int max) {
    return database.write(
        handle ->
            handle
                .createQuery(TAKE)
                .bind("max", max)
                .map(
                    (row, _) ->
                        new Due(
                            new Mail(
                                row.getString("message_id"),
                                row.getString("receiver"),
                                row.getString("subject"),
                                row.getString("body"),
                                row.getTimestamp("created_at").toInstant()),
                            new Origin(
                                Objects.requireNonNullElse(row.getString("trace_id"), ""),
                                Objects.requireNonNullElse(row.getString("span_id"), ""),
                                "")))
                .list());
  }

  /**
   * One was sent.
   *
   * @return whether it is still known: it is not when its receiver was erased meanwhile
   */
  boolean sent(Mail mail) {
    return database.write(
            handle -> handle.createUpdate(SENT).bind("id", mail.messageId()).execute())
        > 0;
  }

  /** One will never be taken: nobody sends it again. */
  void refused(Mail mail) {
    database.write(handle -> handle.createUpdate(REFUSED).bind("id", mail.messageId()).execute());
  }

  /** The ids of all messages about the orders of an owner. */
  static List<String> idsOf(Handle handle, String owner) {
    return handle.createQuery(OF_OWNER).bind("owner", owner).mapTo(String.class).list();
  }
}
