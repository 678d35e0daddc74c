package harbor.orders;

import harbor.kit.service.call.PageToken.Page;
import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.Rows;
import harbor.orders.v1.OrderStatus;
import harbor.type.v1.TableQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Orders in PostgreSQL. Thread-safe. */
final class PostgresOrderStore {
  private static final String FIND =
      """
      SELECT o.*, at
      FROM unnest(:ids) WITH ORDINALITY AS wanted (order_id, at)
      JOIN orders o USING (order_id)
      ORDER BY at
      """;

  private static final String LINES =
      """
      SELECT l.*, coalesce(back.pieces, 0) AS returned
      FROM order_lines l
      LEFT JOIN (
        SELECT r.order_id, n.number, sum(n.quantity) AS pieces
        FROM order_returns r
        JOIN order_return_lines n USING (return_id)
        WHERE r.order_id = ANY (:ids)
        GROUP BY r.order_id, n.number
      ) back USING (order_id, number)
      WHERE l.order_id = ANY (:ids)
      ORDER BY l.order_id, l.number
      """;

  private static final String STATUSES =
      """
      SELECT order_id, status, at
      FROM order_statuses
      WHERE order_id = ANY (:ids)
      ORDER BY order_id, at,
        array_position(
          ARRAY['PLACED', 'CONFIRMED', 'SHIPPED', 'DELIVERED', 'REFUSED', 'CANCELLED'], status)
      """;

  private static final String RETURNS =
      """
      SELECT r.*,
             coalesce(array_agg(n.number ORDER BY n.number)
               FILTER (WHERE n.number IS NOT NULL), '{}') AS numbers,
             coalesce(array_agg(n.quantity ORDER BY n.number)
               FILTER (WHERE n.number IS NOT NULL), '{}') AS quantities
      FROM order_returns r
      LEFT JOIN order_return_lines n USING (return_id)
      WHERE r.order_id = ANY (:ids)
      GROUP BY r.return_id
      ORDER BY r.order_id, r.at, r.return_id
      """;

  private static final String LIST =
      """
      SELECT order_id
      FROM orders
      WHERE owner = :owner AND (NOT :underWay OR status IN ('PLACED', 'CONFIRMED', 'SHIPPED'))
        AND (placed_at, order_id) < (CAST(:before AS timestamptz), :beforeId)
      ORDER BY placed_at DESC, order_id DESC
      LIMIT :max
      """;

  private static final String BOUGHT =
      """
      SELECT EXISTS (
        SELECT
        FROM orders o
        JOIN order_lines l USING (order_id)
        WHERE o.owner = :owner AND l.product_id = :product
          AND o.status IN ('CONFIRMED', 'SHIPPED', 'DELIVERED')
          AND l.quantity > (
            SELECT coalesce(sum(n.quantity), 0)
            FROM order_returns r
            JOIN order_return_lines n USING (return_id)
            WHERE r.order_id = o.order_id AND n.number = l.number))
      """;

  private static final String OWN =
      """
      SELECT order_id
      FROM orders
      WHERE owner = :owner AND order_id = ANY (:ids)
      """;

  private static final String LOCK_ALL =
      "SELECT order_id FROM orders WHERE owner = :owner ORDER BY order_id FOR UPDATE";

  private static final String INSERT =
      """
      INSERT INTO orders
        (order_id, owner, status, ended_reason, is_history, cart_id, cart_version, offer_id,
         coupon_codes, has_promotions, receiver, address_lines, city, region, postal_code, phone,
         mail, shipping_method, shipping_minor, shipping_tax, earliest, latest, tracking_number,
         list_minor, discount_minor, tax_minor, total_minor, captured_minor, refunded_minor,
         currency, country, locale, points, placed_at,
         created_at, created_by, updated_at, updated_by, version)
      VALUES
        (:id, :owner, 'PLACED', '', false, :cart, :cartVersion, :offer,
         :coupons, :hasPromotions, :receiver, :addressLines, :city, :region, :postalCode, :phone,
         :mail, :method, :shipping, :shippingTax, :earliest, :latest, '',
         :list, :discount, :tax, :total, 0, 0,
         :currency, :country, :locale, :points, shop_time(),
         shop_time(), :owner, shop_time(), :owner, 1)
      ON CONFLICT DO NOTHING
      """;

  private static final String INSERT_LINE =
      """
      INSERT INTO order_lines
        (order_id, number, product_id, name, quantity, unit_minor, discount_minor, gross_minor,
         tax_minor, piece_gross, piece_tax)
      VALUES
        (:order, :number, :product, :name, :quantity, :unit, :discount, :gross, :tax,
         :pieceGross, :pieceTax)
      """;

  private static final String ADD_RETURN =
      """
      WITH added AS (
        INSERT INTO order_returns
          (return_id, order_id, with_shipping, restock, refunded_minor, tax_minor, at, created_by)
        VALUES (:id, :order, :withShipping, :restock, :refunded, :tax, shop_time(), :by)
      )
      INSERT INTO order_return_lines (return_id, number, quantity)
      SELECT :id, number, quantity
      FROM unnest(:numbers, :quantities) AS lines (number, quantity)
      """;

  private static final String FOLLOW =
      """
      UPDATE orders
      SET followed_at = shop_time()
      WHERE order_id IN (
        SELECT order_id
        FROM orders
        WHERE status IN ('CONFIRMED', 'SHIPPED') AND NOT is_history
          AND (followed_at IS NULL OR followed_at < shop_time() - interval '5 seconds')
        ORDER BY followed_at NULLS FIRST
        LIMIT :max
        FOR UPDATE SKIP LOCKED
      )
      RETURNING order_id
      """;

  private static final String LEFT =
      """
      UPDATE orders
      SET status = :status, tracking_number = :tracking, updated_at = shop_time(),
          updated_by = 'orders', version = version + 1
      WHERE order_id = :id AND status IN ('CONFIRMED', 'SHIPPED') AND status <> :status
      RETURNING owner
      """;

  private static final String IMPORT =
      """
      WITH created AS (
        INSERT INTO orders
          (order_id, owner, status, ended_reason, is_history, cart_id, cart_version, offer_id,
           coupon_codes, has_promotions, shipping_method, shipping_minor, shipping_tax, earliest,
           latest, tracking_number, list_minor, discount_minor, tax_minor, total_minor,
           captured_minor, refunded_minor, currency, country, locale, points, placed_at,
           created_at, created_by, updated_at, updated_by, version)
        SELECT id, nullif(owner, ''), 'DELIVERED', '', true, '', 0, '', '{}', false, '', shipping,
               shipping_tax, '', '', '', list, discount, tax, total, total, 0, currency, country, '', 0,
               CAST(placed AS timestamptz), shop_time(), 'importer', shop_time(), 'importer', 1
        FROM unnest(:ids, :owners, :shipping, :shippingTax, :lists, :discounts, :taxes, :totals,
                    :currencies, :countries, :placed)
          AS row (id, owner, shipping, shipping_tax, list, discount, tax, total, currency, country,
                  placed)
        ON CONFLICT DO NOTHING
        RETURNING order_id, placed_at
      ), statuses AS (
        INSERT INTO order_statuses (order_id, status, at)
        SELECT order_id, 'DELIVERED', placed_at
        FROM created
      )
      SELECT order_id
      FROM created
      """;

  private static final String IMPORT_LINES =
      """
      INSERT INTO order_lines
        (order_id, number, product_id, name, quantity, unit_minor, discount_minor, gross_minor,
         tax_minor, piece_gross, piece_tax)
      SELECT line.*, '{}', '{}'
      FROM unnest(:orders, :numbers, :products, :names, :quantities, :units, :discounts, :gross,
                  :taxes) AS line
      """;

  private static final String OF_CART =
      """
      SELECT order_id
      FROM orders
      WHERE cart_id = :cart AND cart_version = :version AND status <> 'REFUSED' AND NOT is_history
      """;

  private static final String STATUS =
      """
      INSERT INTO order_statuses (order_id, status, at)
      VALUES (:id, :status, shop_time())
      ON CONFLICT DO NOTHING
      """;

  private static final String REFUSED_TRIES =
      """
      SELECT count(*)
      FROM orders
      WHERE owner = :owner AND status = 'REFUSED' AND placed_at > shop_time() - interval '1 hour'
      """;

  private final Database database;
  private final Outbox outbox;

  PostgresOrderStore(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
  }

  /**
   * Locks all orders of theirs until the transaction ends: what sagas do with them is either done
   * by then, or sees what the transaction made of them.
   */
  static void lockAll(Handle handle, String owner) {
    var _ = handle.createQuery(LOCK_ALL).bind("owner", owner).mapTo(String.class).list();
  }

  /** An order of theirs. */
  Optional<Order> find(String owner, String id) {
    return batch(owner, List.of(id)).stream().findFirst();
  }

  /** Whether a piece of a product is the owner's by an order that was confirmed. */
  boolean isBought(String owner, String productId) {
    return database.read(
        handle ->
            handle
                .createQuery(BOUGHT)
                .bind("owner", owner)
                .bind("product", productId)
                .mapTo(Boolean.class)
                .one());
  }

  /** Orders of theirs, in the order of the ids; unknown ones are left out. */
  List<Order> batch(String owner, List<String> ids) {
    return database.read(
        handle -> {
          List<String> own =
              handle
                  .createQuery(OWN)
                  .bind("owner", owner)
                  .bindArray("ids", String.class, ids)
                  .mapTo(String.class)
                  .list();
          return read(handle, ids.stream().filter(own::contains).toList());
        });
  }

  /** Any order. */
  Order get(String id) {
    return database.read(handle -> get(handle, id));
  }

  /** The same within a transaction. */
  static Order get(Handle handle, String id) {
    return read(handle, List.of(id)).getFirst();
  }

  /** Any order, if there is one. */
  static Optional<Order> findAny(Handle handle, String id) {
    return read(handle, List.of(id)).stream().findFirst();
  }

  /** Paid orders that have not arrived, those first that were not asked for the longest time. */
  List<String> takeToFollow(int max) {
    return database.write(
        handle -> handle.createQuery(FOLLOW).bind("max", max).mapTo(String.class).list());
  }

  /**
   * An order left, or arrived; nothing happens when it is known already, or the order has ended.
   *
   * @param status SHIPPED or DELIVERED
   */
  void left(String orderId, OrderStatus status, String trackingNumber) {
    var _ =
        database.write(
            handle -> {
              Optional<String> owner =
                  handle
                      .createQuery(LEFT)
                      .bind("id", orderId)
                      .bind("status", name(status))
                      .bind("tracking", trackingNumber)
                      .mapTo(String.class)
                      .findOne();
              if (owner.isPresent()) {
                addStatus(handle, orderId, OrderStatus.ORDER_STATUS_SHIPPED);
                addStatus(handle, orderId, status);
                outbox.append(handle, List.of(OrderViews.watched(owner.get(), orderId)));
              }
              return owner;
            });
  }

  /**
   * Creates orders of the past; those that are there stay as they are.
   *
   * @return for each that was created, that it is new
   */
  List<Boolean> importHistory(List<Order> rows) {
    return database.write(
        handle -> {
          List<String> created =
              handle
                  .createQuery(IMPORT)
                  .bindArray("ids", String.class, Rows.column(rows, Order::id))
                  .bindArray("owners", String.class, Rows.column(rows, Order::owner))
                  .bindArray(
                      "shipping", Long.class, Rows.column(rows, row -> row.shipping().grossMinor()))
                  .bindArray(
                      "shippingTax",
                      Long.class,
                      Rows.column(rows, row -> row.shipping().taxMinor()))
                  .bindArray(
                      "lists", Long.class, Rows.column(rows, row -> row.totals().listMinor()))
                  .bindArray(
                      "discounts",
                      Long.class,
                      Rows.column(rows, row -> row.totals().discountMinor()))
                  .bindArray("taxes", Long.class, Rows.column(rows, row -> row.totals().taxMinor()))
                  .bindArray(
                      "totals", Long.class, Rows.column(rows, row -> row.totals().totalMinor()))
                  .bindArray("currencies", String.class, Rows.column(rows, Order::currency))
                  .bindArray("countries", String.class, Rows.column(rows, Order::country))
                  .bindArray(
                      "placed", String.class, Rows.column(rows, row -> row.placedAt().toString()))
                  .mapTo(String.class)
                  .list();
          Set<String> isNew = Set.copyOf(created);
          importLines(handle, rows.stream().filter(row -> isNew.contains(row.id())).toList());
          return created.stream().map(_ -> true).toList();
        });
  }

  private static void importLines(Handle handle, List<Order> rows) {
    List<String> ids = new ArrayList<>();
    List<Order.Line> lines = new ArrayList<>();
    for (Order row : rows) {
      for (Order.Line line : row.lines()) {
        ids.add(row.id());
        lines.add(line);
      }
    }
    handle
        .createUpdate(IMPORT_LINES)
        .bindArray("orders", String.class, ids)
        .bindArray("numbers", Integer.class, Rows.column(lines, Order.Line::number))
        .bindArray("products", String.class, Rows.column(lines, Order.Line::productId))
        .bindArray("names", String.class, Rows.column(lines, Order.Line::name))
        .bindArray("quantities", Integer.class, Rows.column(lines, Order.Line::quantity))
        .bindArray("units", Long.class, Rows.column(lines, Order.Line::unitMinor))
        .bindArray("discounts", Long.class, Rows.column(lines, Order.Line::discountMinor))
        .bindArray("gross", Long.class, Rows.column(lines, Order.Line::grossMinor))
        .bindArray("taxes", Long.class, Rows.column(lines, Order.Line::taxMinor))
        .execute();
  }

  /**
   * Where a list stands: the last order of a page.
   *
   * @param placedAt of it
   * @param id of it
   */
  record Place(Instant placedAt, String id) {
    /** Before the first page. */
    static final Place START = new Place(Instant.parse("9999-12-31T00:00:00Z"), "");

    /** After an order. */
    static Place after(Order order) {
      return new Place(order.placedAt(), order.id());
    }

    /** The place that {@link #key} wrote; empty for any other text. */
    static Optional<Place> parse(String key) {
      String[] parts = key.split(" ", 2);
      try {
        return parts.length < 2
            ? Optional.empty()
            : Optional.of(new Place(Instant.parse(parts[0]), parts[1]));
      } catch (DateTimeParseException _) {
        return Optional.empty();
      }
    }

    /** Says it in one text. */
    String key() {
      return placedAt + " " + id;
    }
  }

  /**
   * The newest orders of theirs after a place.
   *
   * @param isUnderWay whether only those that are placed, confirmed or shipped
   */
  List<Order> list(String owner, boolean isUnderWay, Place after, int max) {
    return database.read(
        handle ->
            read(
                handle,
                handle
                    .createQuery(LIST)
                    .bind("owner", owner)
                    .bind("underWay", isUnderWay)
                    .bind("before", after.placedAt().toString())
                    .bind("beforeId", after.id())
                    .bind("max", max)
                    .mapTo(String.class)
                    .list()));
  }

  /** Orders of everybody, as {@link PostgresOrderTable} finds them. */
  Page<Order> all(TableQuery query, int pageSize, String pageToken) {
    return database.read(
        handle -> {
          Page<String> ids = PostgresOrderTable.TABLE.page(handle, query, pageSize, pageToken);
          return new Page<>(read(handle, ids.rows()), ids.nextToken());
        });
  }

  /** Orders of an owner that were refused within the last hour. */
  int refusedTries(String owner) {
    return database.read(
        handle ->
            handle.createQuery(REFUSED_TRIES).bind("owner", owner).mapTo(Integer.class).one());
  }

  /**
   * Inserts a new order that is placed now.
   *
   * @return the order that has the cart already, if any; then nothing was inserted
   */
  static Optional<String> insert(Handle handle, Order order) {
    Optional<Order.Address> address = order.address();
    int inserted =
        handle
            .createUpdate(INSERT)
            .bind("id", order.id())
            .bind("owner", order.owner())
            .bind("cart", order.cartId())
            .bind("cartVersion", order.cartVersion())
            .bind("offer", order.offerId())
            .bindArray("coupons", String.class, order.couponCodes())
            .bind("hasPromotions", order.hasPromotions())
            .bind("receiver", address.map(Order.Address::name).orElse(null))
            .bindArray(
                "addressLines", String.class, address.map(Order.Address::lines).orElse(List.of()))
            .bind("city", address.map(Order.Address::city).orElse(null))
            .bind("region", address.map(Order.Address::region).orElse(null))
            .bind("postalCode", address.map(Order.Address::postalCode).orElse(null))
            .bind("phone", address.map(Order.Address::phone).orElse(null))
            .bind("mail", order.mail())
            .bind("method", order.shipping().method())
            .bind("shipping", order.shipping().grossMinor())
            .bind("shippingTax", order.shipping().taxMinor())
            .bind("earliest", order.shipping().earliest())
            .bind("latest", order.shipping().latest())
            .bind("list", order.totals().listMinor())
            .bind("discount", order.totals().discountMinor())
            .bind("tax", order.totals().taxMinor())
            .bind("total", order.totals().totalMinor())
            .bind("currency", order.currency())
            .bind("country", order.country())
            .bind("locale", order.locale())
            .bind("points", order.points())
            .execute();
    if (inserted == 0) {
      return Optional.of(
          handle
              .createQuery(OF_CART)
              .bind("cart", order.cartId())
              .bind("version", order.cartVersion())
              .mapTo(String.class)
              .one());
    }
    for (Order.Line line : order.lines()) {
      handle
          .createUpdate(INSERT_LINE)
          .bind("order", order.id())
          .bind("number", line.number())
          .bind("product", line.productId())
          .bind("name", line.name())
          .bind("quantity", line.quantity())
          .bind("unit", line.unitMinor())
          .bind("discount", line.discountMinor())
          .bind("gross", line.grossMinor())
          .bind("tax", line.taxMinor())
          .bindArray("pieceGross", Long.class, line.pieceGross())
          .bindArray("pieceTax", Long.class, line.pieceTax())
          .execute();
    }
    addStatus(handle, order.id(), OrderStatus.ORDER_STATUS_PLACED);
    return Optional.empty();
  }

  /** Adds a return, as of now. */
  static void add(Handle handle, String orderId, Order.Return returned, String by) {
    handle
        .createUpdate(ADD_RETURN)
        .bind("id", returned.id())
        .bind("order", orderId)
        .bind("withShipping", returned.withShipping())
        .bind("restock", returned.restock())
        .bind("refunded", returned.refundedMinor())
        .bind("tax", returned.taxMinor())
        .bind("by", by)
        .bindArray(
            "numbers", Integer.class, Rows.column(returned.lines(), Order.ReturnLine::number))
        .bindArray(
            "quantities", Integer.class, Rows.column(returned.lines(), Order.ReturnLine::quantity))
        .execute();
  }

  /** Says that an order has a status from now on; one that it had stays as it is. */
  static void addStatus(Handle handle, String id, OrderStatus status) {
    handle.createUpdate(STATUS).bind("id", id).bind("status", name(status)).execute();
  }

  /** As the table has it. */
  static String name(OrderStatus status) {
    return status.name().substring("ORDER_STATUS_".length());
  }

  private static OrderStatus status(String name) {
    return OrderStatus.valueOf("ORDER_STATUS_" + name);
  }

  private static List<Order> read(Handle handle, List<String> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    Map<String, List<Order.Line>> lines = new HashMap<>();
    Map<String, List<Order.StatusAt>> statuses = new HashMap<>();
    Map<String, List<Order.Return>> returns = new HashMap<>();
    each(handle, LINES, ids, row -> add(lines, row, line(row)));
    each(
        handle,
        STATUSES,
        ids,
        row ->
            add(
                statuses,
                row,
                new Order.StatusAt(status(row.getString("status")), Rows.instant(row, "at"))));
    each(handle, RETURNS, ids, row -> add(returns, row, returned(row)));
    Map<String, Order> found = new LinkedHashMap<>();
    each(
        handle,
        FIND,
        ids,
        row -> {
          String id = row.getString("order_id");
          found.put(
              id,
              order(
                  row,
                  lines.getOrDefault(id, List.of()),
                  statuses.getOrDefault(id, List.of()),
                  returns.getOrDefault(id, List.of())));
        });
    return List.copyOf(found.values());
  }

  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private static void each(Handle handle, String sql, List<String> ids, RowReader reader) {
    var _ =
        handle
            .createQuery(sql)
            .bindArray("ids", String.class, ids)
            .map(
                (row, _) -> {
                  reader.read(row);
                  return true;
                })
            .list();
  }

  private static <T> void add(Map<String, List<T>> all, ResultSet row, T one) throws SQLException {
    all.computeIfAbsent(row.getString("order_id"), _ -> new ArrayList<>()).add(one);
  }

  private static Order order(
      ResultSet row,
      List<Order.Line> lines,
      List<Order.StatusAt> statuses,
      List<Order.Return> returns)
      throws SQLException {
    String receiver = row.getString("receiver");
    return new Order(
        row.getString("order_id"),
        text(row, "owner"),
        status(row.getString("status")),
        row.getString("ended_reason"),
        row.getBoolean("is_history"),
        row.getString("cart_id"),
        row.getLong("cart_version"),
        row.getString("offer_id"),
        lines,
        Rows.texts(row, "coupon_codes"),
        new Order.Review(row.getBoolean("needs_review"), Rows.texts(row, "review_reasons")),
        row.getBoolean("has_promotions"),
        receiver == null
            ? Optional.empty()
            : Optional.of(
                new Order.Address(
                    receiver,
                    Rows.texts(row, "address_lines"),
                    text(row, "city"),
                    text(row, "region"),
                    text(row, "postal_code"),
                    text(row, "phone"))),
        text(row, "mail"),
        new Order.Shipping(
            row.getString("shipping_method"),
            row.getLong("shipping_minor"),
            row.getLong("shipping_tax"),
            row.getString("earliest"),
            row.getString("latest"),
            row.getString("tracking_number")),
        new Order.Totals(
            row.getLong("list_minor"),
            row.getLong("discount_minor"),
            row.getLong("tax_minor"),
            row.getLong("total_minor"),
            row.getLong("captured_minor"),
            row.getLong("refunded_minor")),
        row.getString("currency"),
        row.getString("country"),
        row.getString("locale"),
        row.getLong("points"),
        statuses,
        returns,
        Rows.instant(row, "placed_at"),
        Rows.audit(row));
  }

  private static Order.Line line(ResultSet row) throws SQLException {
    return new Order.Line(
        row.getInt("number"),
        row.getString("product_id"),
        row.getString("name"),
        row.getInt("quantity"),
        row.getLong("unit_minor"),
        row.getLong("discount_minor"),
        row.getLong("gross_minor"),
        row.getLong("tax_minor"),
        List.of((Long[]) row.getArray("piece_gross").getArray()),
        List.of((Long[]) row.getArray("piece_tax").getArray()),
        row.getInt("returned"));
  }

  private static Order.Return returned(ResultSet row) throws SQLException {
    Integer[] numbers = (Integer[]) row.getArray("numbers").getArray();
    Integer[] quantities = (Integer[]) row.getArray("quantities").getArray();
    List<Order.ReturnLine> lines = new ArrayList<>();
    for (int i = 0; i < numbers.length; i++) {
      lines.add(new Order.ReturnLine(numbers[i], quantities[i]));
    }
    return new Order.Return(
        row.getString("return_id"),
        lines,
        row.getBoolean("with_shipping"),
        row.getBoolean("restock"),
        row.getLong("refunded_minor"),
        row.getLong("tax_minor"),
        Rows.instant(row, "at"));
  }

  private static String text(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? "" : text;
  }
}
