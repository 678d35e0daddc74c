package harbor.inventory;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import harbor.inventory.reservation.Movement;
import harbor.inventory.reservation.Shelf;
import harbor.inventory.stock.Status;
import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Rows;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Pieces that orders move, within a transaction that has locked its reservations.
 *
 * <p>The products' rows of {@code stock} are locked first, in the order of their ids, as an import
 * does: whoever holds one of them may change the product's places, and nobody waits in a circle.
 */
final class PostgresStockMovements {
  private static final String STOCK =
      """
      SELECT product_id, %s AS status, counted
      FROM stock
      WHERE product_id = ANY (:products)
      """
          .formatted(PostgresInventoryStore.STATUS);

  private static final String LOCKED_STOCK =
      STOCK
          + """
          ORDER BY product_id
          FOR NO KEY UPDATE
          """;

  // Beside LOCKED_STOCK, not within it: a statement that waited for a lock sees the places of
  // before.
  private static final String SPOTS =
      """
      SELECT product_id, place_id, on_hand, reserved
      FROM stock_by_place
      WHERE product_id = ANY (:products)
      """;

  private static final String RECORD =
      """
      INSERT INTO stock_movements
        (order_id, step, product_id, place_id, on_hand, reserved, created_by)
      SELECT order_id, step, product_id, place_id, on_hand, reserved, :who
      FROM unnest(:order, :step, :product, :place, :onHand, :reserved)
        AS moved (order_id, step, product_id, place_id, on_hand, reserved)
      """;

  private static final String MOVE =
      """
      UPDATE stock_by_place AS held
      SET on_hand = held.on_hand + moved.on_hand, reserved = held.reserved + moved.reserved,
          updated_at = now(), updated_by = :who, version = held.version + 1
      FROM (
        SELECT product_id, place_id, sum(on_hand) AS on_hand, sum(reserved) AS reserved
        FROM unnest(:product, :place, :onHand, :reserved)
          AS one (product_id, place_id, on_hand, reserved)
        GROUP BY product_id, place_id
      ) AS moved
      WHERE held.product_id = moved.product_id AND held.place_id = moved.place_id
      """;

  // A feed may have stopped to name the place since the pieces were sold there.
  private static final String PUT_MISSING_PLACES =
      """
      INSERT INTO stock_by_place (product_id, place_id, on_hand, created_by, updated_by)
      SELECT DISTINCT moved.product_id, moved.place_id, 0, :who, :who
      FROM unnest(:product, :place, :onHand) AS moved (product_id, place_id, on_hand)
      JOIN stock ON stock.product_id = moved.product_id AND stock.counted
      WHERE moved.on_hand > 0 AND moved.place_id <> ''
      ON CONFLICT DO NOTHING
      """;

  private static final String TOUCH =
      """
      UPDATE stock
      SET updated_at = now(), updated_by = :who, version = version + 1
      WHERE product_id = ANY (:products)
      """;

  private static final String HAS_STEP =
      """
      SELECT EXISTS (SELECT FROM stock_movements WHERE order_id = :order AND step = :step)
      """;

  private final Handle handle;
  private final Outbox outbox;
  private final Set<String> changed = new TreeSet<>();

  PostgresStockMovements(Handle handle, Outbox outbox) {
    this.handle = handle;
    this.outbox = outbox;
  }

  private record Spot(String productId, Shelf.Spot spot) {}

  /** Keeps everybody else from the products until the transaction ends; gives the known ones. */
  Map<String, Shelf> lock(Collection<String> productIds) {
    return shelves(LOCKED_STOCK, productIds);
  }

  /** What there is of the known ones now; anybody may take it meanwhile. */
  Map<String, Shelf> look(Collection<String> productIds) {
    return shelves(STOCK, productIds);
  }

  private Map<String, Shelf> shelves(String stock, Collection<String> productIds) {
    Map<String, Shelf> shelves = new HashMap<>();
    handle
        .createQuery(stock)
        .bindArray("products", String.class, productIds)
        .map(
            (row, _) ->
                Map.entry(
                    row.getString("product_id"),
                    new Shelf(
                        Status.valueOf(row.getString("status")),
                        row.getBoolean("counted"),
                        List.of())))
        .forEach(entry -> shelves.put(entry.getKey(), entry.getValue()));
    spots(productIds)
        .forEach(
            (product, spots) ->
                shelves.computeIfPresent(
                    product, (_, shelf) -> new Shelf(shelf.said(), shelf.counted(), spots)));
    return shelves;
  }

  private Map<String, List<Shelf.Spot>> spots(Collection<String> productIds) {
    return handle
        .createQuery(SPOTS)
        .bindArray("products", String.class, productIds)
        .map(
            (row, _) ->
                new Spot(
                    row.getString("product_id"),
                    new Shelf.Spot(
                        row.getString("place_id"),
                        row.getLong("on_hand"),
                        row.getLong("reserved"))))
        .collect(groupingBy(Spot::productId, mapping(Spot::spot, toList())));
  }

  /** Whether an order has made a step. */
  boolean hasStep(String orderId, String step) {
    return handle
        .createQuery(HAS_STEP)
        .bind("order", orderId)
        .bind("step", step)
        .mapTo(Boolean.class)
        .one();
  }

  /**
   * Moves pieces of products that are locked.
   *
   * @throws org.jdbi.v3.core.JdbiException when one was moved before by the same step, or there
   *     would be fewer than none
   */
  void move(Collection<Movement> movements) {
    List<String> products = Rows.column(movements, Movement::productId);
    List<String> places = Rows.column(movements, Movement::placeId);
    List<Integer> onHand = Rows.column(movements, Movement::onHand);
    List<Integer> reserved = Rows.column(movements, Movement::reserved);
    handle
        .createUpdate(RECORD)
        .bind("who", Inventory.NAME)
        .bindArray("order", String.class, Rows.column(movements, Movement::orderId))
        .bindArray("step", String.class, Rows.column(movements, Movement::step))
        .bindArray("product", String.class, products)
        .bindArray("place", String.class, places)
        .bindArray("onHand", Integer.class, onHand)
        .bindArray("reserved", Integer.class, reserved)
        .execute();
    handle
        .createUpdate(PUT_MISSING_PLACES)
        .bind("who", Inventory.NAME)
        .bindArray("product", String.class, products)
        .bindArray("place", String.class, places)
        .bindArray("onHand", Integer.class, onHand)
        .execute();
    handle
        .createUpdate(MOVE)
        .bind("who", Inventory.NAME)
        .bindArray("product", String.class, products)
        .bindArray("place", String.class, places)
        .bindArray("onHand", Integer.class, onHand)
        .bindArray("reserved", Integer.class, reserved)
        .execute();
    // What is sold was reserved: of that nobody can have less.
    touch(
        movements.stream()
            .filter(moved -> !moved.placeId().isEmpty() && moved.onHand() != moved.reserved())
            .map(Movement::productId)
            .collect(toSet()));
  }

  private void touch(Set<String> products) {
    handle
        .createUpdate(TOUCH)
        .bind("who", Inventory.NAME)
        .bindArray("products", String.class, products)
        .execute();
    changed.addAll(products);
  }

  /** Announces what can be had of the products now; the last statement of the transaction. */
  void announce() {
    outbox.append(handle, changed);
  }
}
