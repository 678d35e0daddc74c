package harbor.orders;

import harbor.kit.service.database.Database;
import java.util.List;
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
        WHERE sent_at IS NULL AND due_at <= shop_time()
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
      RETURNING mails.*
      """;

  private static final String SENT =
      """
      UPDATE mails
      SET sent_at = coalesce(sent_at, shop_time()), updated_at = shop_time(), version = version + 1
      WHERE message_id = :id
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

  /** Takes messages that nobody has sent yet. */
  List<Mail> take(int max) {
    return database.write(
        handle ->
            handle
                .createQuery(TAKE)
                .bind("max", max)
                .map(
                    (row, _) ->
                        new Mail(
                            row.getString("message_id"),
                            row.getString("receiver"),
                            row.getString("subject"),
                            row.getString("body")))
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

  /** The ids of all messages about the orders of an owner. */
  static List<String> idsOf(Handle handle, String owner) {
    return handle.createQuery(OF_OWNER).bind("owner", owner).mapTo(String.class).list();
  }
}
