package harbor.shipping;

import harbor.kit.service.call.CallScope;
import harbor.kit.service.database.Rows;
import harbor.shipping.shipment.Address;
import harbor.shipping.shipment.Destination;
import harbor.shipping.shipment.Line;
import harbor.shipping.shipment.Plan;
import harbor.shipping.shipment.Shipment;
import harbor.shipping.shipment.Shipment.State;
import harbor.shipping.window.Window;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The rows of shipments, within a transaction. */
final class PostgresShipmentRows {
  private static final String ADD_STEP =
      """
      INSERT INTO shipment_steps (order_id, step_key, created_by, updated_by)
      VALUES (:order, :step, :who, :who)
      ON CONFLICT DO NOTHING
      """;

  private static final String REMOVE_STEP =
      """
      DELETE FROM shipment_steps
      WHERE order_id = :order AND step_key = :step
      """;

  // Beside the read, not within it: a statement that waited for the lock sees the shipment of
  // before.
  private static final String LOCK_STEP =
      """
      SELECT order_id
      FROM shipment_steps
      WHERE order_id = :order AND step_key = :step
      FOR UPDATE
      """;

  static final String COLUMNS =
      """
      id, number, order_id, step_key, status, method, product_ids, quantities, receiver,
      address_lines, city, country, region, postal_code, phone, earliest, latest, currency, locale,
      tracking_number, handed_over_at, created_at, created_by, updated_at, updated_by, version
      """;

  private static final String ADD =
      """
      INSERT INTO shipments
        (order_id, step_key, owner, status, method, product_ids, quantities, receiver,
         address_lines, city, country, region, postal_code, phone, earliest, latest, currency,
         locale, created_by, updated_by)
      VALUES
        (:order, :step, :owner, 'PLANNED', :method, :products, :quantities, :receiver, :lines, :city,
         :country, :region, :postalCode, :phone, CAST(:earliest AS date), CAST(:latest AS date),
         :currency, :locale, :who, :who)
      RETURNING %s
      """
          .formatted(COLUMNS);

  private static final String MOVE =
      """
      UPDATE shipments
      SET status = :status,
          tracking_number = coalesce(nullif(:tracking, ''), tracking_number),
          handed_over_at =
            CASE WHEN :left THEN coalesce(handed_over_at, shop_time()) ELSE handed_over_at END,
          updated_at = now(), updated_by = :who, version = version + 1
      WHERE id = :id
      RETURNING %s
      """
          .formatted(COLUMNS);

  private static final String OF_STEP =
      """
      SELECT %s
      FROM shipments
      WHERE order_id = :order AND step_key = :step
      """
          .formatted(COLUMNS);

  private static final String FIND =
      """
      SELECT %s
      FROM shipments
      WHERE id = :id
      """
          .formatted(COLUMNS);

  private static final String OF_ORDER =
      """
      SELECT %s
      FROM shipments
      WHERE order_id = :order
      ORDER BY number
      """
          .formatted(COLUMNS);

  private final Handle handle;

  PostgresShipmentRows(Handle handle) {
    this.handle = handle;
  }

  /** Makes the row of a step; false when it is there, then it waits for whoever made it. */
  boolean addStep(String orderId, String stepKey) {
    return handle
            .createUpdate(ADD_STEP)
            .bind("order", orderId)
            .bind("step", stepKey)
            .bind("who", Shipping.NAME)
            .execute()
        == 1;
  }

  /** Removes the row of a step that has no shipment. */
  void removeStep(String orderId, String stepKey) {
    handle.createUpdate(REMOVE_STEP).bind("order", orderId).bind("step", stepKey).execute();
  }

  /** Locks a step, and reads its shipment. */
  Optional<Shipment> lock(String orderId, String stepKey) {
    boolean isThere =
        handle
            .createQuery(LOCK_STEP)
            .bind("order", orderId)
            .bind("step", stepKey)
            .mapTo(String.class)
            .findOne()
            .isPresent();
    return isThere
        ? one(handle.createQuery(OF_STEP).bind("order", orderId).bind("step", stepKey))
        : Optional.empty();
  }

  /** The same for the step of a plan. */
  Optional<Shipment> lock(Plan plan) {
    return lock(plan.orderId(), plan.stepKey());
  }

  /** One by its id. */
  Optional<Shipment> find(String id) {
    return one(handle.createQuery(FIND).bind("id", id));
  }

  /** Those of an order, in the order of planning. */
  List<Shipment> ofOrder(String orderId) {
    return handle
        .createQuery(OF_ORDER)
        .bind("order", orderId)
        .map((row, _) -> shipment(row))
        .list();
  }

  /** Stores what is planned. */
  Shipment add(Plan plan) {
    Address address = plan.address();
    Destination destination = address.destination();
    Query add =
        handle
            .createQuery(ADD)
            .bind("order", plan.orderId())
            .bind("step", plan.stepKey())
            .bind("owner", CallScope.caller().subject())
            .bind("method", plan.method())
            .bindArray("products", String.class, Rows.column(plan.lines(), Line::productId))
            .bindArray("quantities", Integer.class, Rows.column(plan.lines(), Line::quantity))
            .bind("receiver", address.receiver())
            .bindArray("lines", String.class, address.lines())
            .bind("city", address.city())
            .bind("country", destination.country())
            .bind("region", destination.region())
            .bind("postalCode", destination.postalCode())
            .bind("phone", address.phone())
            .bind("earliest", plan.window().earliest().toString())
            .bind("latest", plan.window().latest().toString())
            .bind("currency", plan.currency())
            .bind("locale", plan.locale())
            .bind("who", Shipping.NAME);
    return one(add).orElseThrow();
  }

  /** Where one stands from now on. */
  Shipment move(String id, State to, String trackingNumber) {
    Query move =
        handle
            .createQuery(MOVE)
            .bind("id", id)
            .bind("status", to.name())
            .bind("tracking", trackingNumber)
            .bind("left", to.hasLeft())
            .bind("who", Shipping.NAME);
    return one(move).orElseThrow();
  }

  private static Optional<Shipment> one(Query query) {
    return query.map((row, _) -> shipment(row)).findOne();
  }

  static Shipment shipment(ResultSet row) throws SQLException {
    return new Shipment(
        row.getString("id"),
        row.getLong("number"),
        new Plan(
            row.getString("order_id"),
            row.getString("step_key"),
            lines(row),
            address(row),
            row.getString("method"),
            new Window(
                row.getObject("earliest", LocalDate.class),
                row.getObject("latest", LocalDate.class)),
            row.getString("currency"),
            row.getString("locale")),
        State.valueOf(row.getString("status")),
        row.getString("tracking_number"),
        handedOverAt(row),
        Rows.audit(row));
  }

  private static List<Line> lines(ResultSet row) throws SQLException {
    List<String> products = Rows.texts(row, "product_ids");
    Integer[] quantities = (Integer[]) row.getArray("quantities").getArray();
    return IntStream.range(0, products.size())
        .mapToObj(index -> new Line(products.get(index), quantities[index]))
        .toList();
  }

  private static Address address(ResultSet row) throws SQLException {
    return new Address(
        row.getString("receiver"),
        Rows.texts(row, "address_lines"),
        row.getString("city"),
        new Destination(
            row.getString("country"), row.getString("region"), row.getString("postal_code")),
        row.getString("phone"));
  }

  private static Optional<Instant> handedOverAt(ResultSet row) throws SQLException {
    return Optional.ofNullable(row.getObject("handed_over_at", OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
