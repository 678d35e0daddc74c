package harbor.inventory;

import harbor.inventory.reservation.Pieces;
import harbor.inventory.reservation.Reservation;
import harbor.inventory.reservation.Reservation.State;
import harbor.kit.service.database.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of reservations, within a transaction. */
final class PostgresReservationRows {
  private static final String ADD =
      """
      INSERT INTO reservations (order_id, status, expires_at, created_by, updated_by)
      VALUES (:order, :status, shop_time(), :who, :who)
      ON CONFLICT DO NOTHING
      """;

  private static final String IS_THERE =
      """
      SELECT EXISTS (SELECT FROM reservations WHERE order_id = :order)
      """;

  private static final String REMOVE =
      """
      DELETE FROM reservations
      WHERE order_id = :order
      """;

  private static final String LOCK =
      """
      SELECT order_id
      FROM reservations
      WHERE order_id = :order
      FOR UPDATE
      """;

  // Several instances expire side by side, and wait for no order that is at work.
  private static final String LOCK_DUE =
      """
      SELECT order_id
      FROM reservations
      WHERE status = 'HELD' AND expires_at <= shop_time()
      ORDER BY expires_at
      LIMIT :max
      FOR UPDATE SKIP LOCKED
      """;

  /** What a row says, of {@code reservations r}. */
  static final String COLUMNS =
      """
      r.order_id, r.id, r.number, r.status, r.takings, r.expires_at,
      r.created_at, r.created_by, r.updated_at, r.updated_by, r.version,
      ARRAY(SELECT product_id FROM reserved_pieces
            WHERE order_id = r.order_id ORDER BY product_id, place_id) AS products,
      ARRAY(SELECT place_id FROM reserved_pieces
            WHERE order_id = r.order_id ORDER BY product_id, place_id) AS places,
      ARRAY(SELECT quantity FROM reserved_pieces
            WHERE order_id = r.order_id ORDER BY product_id, place_id) AS quantities,
      ARRAY(SELECT returned FROM reserved_pieces
            WHERE order_id = r.order_id ORDER BY product_id, place_id) AS returned\
      """;

  private static final String SELECT = "SELECT " + COLUMNS + "\nFROM reservations r\n";

  private static final String OF_ORDERS =
      SELECT
          + """
          WHERE r.order_id = ANY (:orders)
          """;

  private static final String KEEP =
      """
      UPDATE reservations
      SET status = 'HELD', takings = takings + 1, expires_at = shop_time() + interval '15 minutes',
          updated_at = now(), updated_by = :who, version = version + 1
      WHERE order_id = :order
      """;

  private static final String RENEW =
      """
      UPDATE reservations
      SET expires_at = shop_time() + interval '15 minutes',
          updated_at = now(), updated_by = :who, version = version + 1
      WHERE order_id = :order
      """;

  private static final String END =
      """
      UPDATE reservations
      SET status = :status, updated_at = now(), updated_by = :who, version = version + 1
      WHERE order_id = ANY (:orders)
      """;

  private static final String REMOVE_PIECES =
      """
      DELETE FROM reserved_pieces
      WHERE order_id = :order
      """;

  private static final String ADD_PIECES =
      """
      INSERT INTO reserved_pieces
        (order_id, product_id, place_id, quantity, created_by, updated_by)
      SELECT :order, product_id, place_id, quantity, :who, :who
      FROM unnest(:products, :places, :quantities) AS kept (product_id, place_id, quantity)
      """;

  private static final String RETURN_PIECES =
      """
      UPDATE reserved_pieces AS kept
      SET returned = kept.returned + back.quantity,
          updated_at = now(), updated_by = :who, version = kept.version + 1
      FROM unnest(:products, :places, :quantities) AS back (product_id, place_id, quantity)
      WHERE kept.order_id = :order
        AND kept.product_id = back.product_id AND kept.place_id = back.place_id
      """;

  private final Handle handle;

  PostgresReservationRows(Handle handle) {
    this.handle = handle;
  }

  /** Adds one without pieces; false when the order has one, or had. Locks it if it adds it. */
  boolean add(String orderId, State state) {
    return handle
            .createUpdate(ADD)
            .bind("order", orderId)
            .bind("status", state.name())
            .bind("who", Inventory.NAME)
            .execute()
        == 1;
  }

  /** Whether the order has one, or had. */
  boolean isThere(String orderId) {
    return handle.createQuery(IS_THERE).bind("order", orderId).mapTo(Boolean.class).one();
  }

  /** Removes one that this transaction added. */
  void remove(String orderId) {
    handle.createUpdate(REMOVE).bind("order", orderId).execute();
  }

  /** An order's, which nobody else changes until the transaction ends. */
  Optional<Reservation> lock(String orderId) {
    return handle
        .createQuery(LOCK)
        .bind("order", orderId)
        .mapTo(String.class)
        .findOne()
        .map(this::get);
  }

  /** Some that are kept too long, and that nobody else is at work on; locked too. */
  List<Reservation> lockDue(int max) {
    return ofOrders(handle.createQuery(LOCK_DUE).bind("max", max).mapTo(String.class).list());
  }

  /** One that is there. */
  Reservation get(String orderId) {
    return ofOrders(List.of(orderId)).getFirst();
  }

  private List<Reservation> ofOrders(List<String> orderIds) {
    return handle
        .createQuery(OF_ORDERS)
        .bindArray("orders", String.class, orderIds)
        .map((row, _) -> reservation(row))
        .list();
  }

  /** Says that these pieces are kept, from now on. */
  void keep(String orderId, Collection<Pieces> pieces) {
    handle.createUpdate(KEEP).bind("order", orderId).bind("who", Inventory.NAME).execute();
    handle.createUpdate(REMOVE_PIECES).bind("order", orderId).execute();
    change(ADD_PIECES, orderId, pieces);
  }

  /** Says that they are kept longer. */
  void renew(String orderId) {
    handle.createUpdate(RENEW).bind("order", orderId).bind("who", Inventory.NAME).execute();
  }

  /** Says how they ended. */
  void end(Collection<String> orderIds, State state) {
    handle
        .createUpdate(END)
        .bindArray("orders", String.class, orderIds)
        .bind("status", state.name())
        .bind("who", Inventory.NAME)
        .execute();
  }

  /** Says that so many came back. */
  void returned(String orderId, Collection<Pieces> pieces) {
    change(RETURN_PIECES, orderId, pieces);
  }

  private void change(String sql, String orderId, Collection<Pieces> pieces) {
    handle
        .createUpdate(sql)
        .bind("order", orderId)
        .bind("who", Inventory.NAME)
        .bindArray("products", String.class, Rows.column(pieces, Pieces::productId))
        .bindArray("places", String.class, Rows.column(pieces, Pieces::placeId))
        .bindArray("quantities", Integer.class, Rows.column(pieces, Pieces::quantity))
        .execute();
  }

  static Reservation reservation(ResultSet row) throws SQLException {
    return new Reservation(
        row.getString("id"),
        row.getLong("number"),
        row.getString("order_id"),
        State.valueOf(row.getString("status")),
        row.getInt("takings"),
        pieces(row),
        Rows.instant(row, "expires_at"),
        Rows.audit(row));
  }

  private static List<Pieces> pieces(ResultSet row) throws SQLException {
    List<String> products = Rows.texts(row, "products");
    List<String> places = Rows.texts(row, "places");
    Integer[] quantities = (Integer[]) row.getArray("quantities").getArray();
    Integer[] returned = (Integer[]) row.getArray("returned").getArray();
    List<Pieces> pieces = new ArrayList<>(products.size());
    for (int i = 0; i < products.size(); i++) {
      pieces.add(new Pieces(products.get(i), places.get(i), quantities[i], returned[i]));
    }
    return pieces;
  }
}
