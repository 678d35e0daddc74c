package harbor.inventory;

import harbor.inventory.stock.StatedStock;
import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedCollection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * One write of stock, within a transaction.
 *
 * <p>The upsert of {@code stock} comes first: it locks every product's row, also where it changes
 * nothing, so that of two writes of one product the second sees all that the first has done.
 */
final class PostgresStockWrite {
  /**
   * A moment that has passed is no further one: what is said of it is what holds now. xmax is 0 in
   * a row version that no update has made.
   */
  private static final String UPSERT_STOCK =
      """
      INSERT INTO stock AS stored
        (product_id, status, available_from, counted, min_handling_days, max_handling_days,
         created_by, updated_by)
      SELECT product_id, %s,
             CASE WHEN available_from > shop_time() THEN available_from END,
             counted::boolean, min_days::integer, max_days::integer, :who, :who
      FROM (
        SELECT product_id, status, nullif(available_from, '')::timestamptz AS available_from,
               counted, min_days, max_days
        FROM unnest(:product, :status, :availableFrom, :counted, :minDays, :maxDays)
          AS sent (product_id, status, available_from, counted, min_days, max_days)
      ) AS stated
      ON CONFLICT (product_id) DO UPDATE
      SET status = excluded.status, available_from = excluded.available_from,
          counted = excluded.counted,
          min_handling_days = excluded.min_handling_days,
          max_handling_days = excluded.max_handling_days,
          updated_at = now(), updated_by = excluded.updated_by, version = stored.version + 1
      WHERE (stored.status, stored.available_from, stored.counted, stored.min_handling_days,
             stored.max_handling_days)
        IS DISTINCT FROM (excluded.status, excluded.available_from, excluded.counted,
             excluded.min_handling_days, excluded.max_handling_days)
      RETURNING product_id, xmax = 0 AS created
      """
          .formatted(PostgresInventoryStore.STATUS);

  private static final String REMOVE_UNNAMED =
      """
      DELETE FROM stock_by_place AS held
      WHERE held.product_id = ANY (:product) AND held.reserved = 0
        AND NOT EXISTS (
          SELECT
          FROM unnest(:heldProduct, :heldPlace) AS named (product_id, place_id)
          WHERE named.product_id = held.product_id AND named.place_id = held.place_id)
      RETURNING held.product_id
      """;

  /** What is kept for orders there stays so: they take it from elsewhere when they are sold. */
  private static final String EMPTY_UNNAMED =
      """
      UPDATE stock_by_place AS held
      SET on_hand = 0, updated_at = now(), updated_by = :who, version = held.version + 1
      WHERE held.product_id = ANY (:product) AND held.reserved > 0 AND held.on_hand > 0
        AND NOT EXISTS (
          SELECT
          FROM unnest(:heldProduct, :heldPlace) AS named (product_id, place_id)
          WHERE named.product_id = held.product_id AND named.place_id = held.place_id)
      RETURNING held.product_id
      """;

  private static final String UPSERT_HELD =
      """
      INSERT INTO stock_by_place AS stored
        (product_id, place_id, on_hand, created_by, updated_by)
      SELECT product_id, place_id, on_hand::bigint, :who, :who
      FROM unnest(:heldProduct, :heldPlace, :heldOnHand) AS named (product_id, place_id, on_hand)
      ON CONFLICT (product_id, place_id) DO UPDATE
      SET on_hand = excluded.on_hand,
          updated_at = now(), updated_by = excluded.updated_by, version = stored.version + 1
      WHERE stored.on_hand IS DISTINCT FROM excluded.on_hand
      RETURNING product_id
      """;

  private static final String TOUCH =
      """
      UPDATE stock
      SET updated_at = now(), updated_by = :who, version = version + 1
      WHERE product_id = ANY (:touched)
      """;

  private final Handle handle;
  private final Outbox outbox;
  private final String who;
  private final SequencedCollection<StatedStock> stock;
  private final List<Held> held;

  /** Pieces of one product at one place. */
  private record Held(String productId, String placeId, String onHand) {}

  /**
   * Of these products.
   *
   * @param who writes, for the audit columns
   */
  PostgresStockWrite(
      Handle handle, Outbox outbox, String who, SequencedCollection<StatedStock> stock) {
    this.handle = handle;
    this.outbox = outbox;
    this.who = who;
    this.stock = stock;
    this.held = held(stock);
  }

  /** Writes; gives for each product that changed, itself or in its places: whether it was new. */
  List<Boolean> run() {
    Map<String, Boolean> written = upsertStock();
    Set<String> touched = new HashSet<>(removeUnnamed());
    touched.addAll(emptyUnnamed());
    touched.addAll(upsertHeld());
    touched.removeAll(written.keySet());
    touch(touched);
    outbox.append(handle, Stream.concat(written.keySet().stream(), touched.stream()).toList());
    List<Boolean> changes = new ArrayList<>(written.values());
    changes.addAll(Collections.nCopies(touched.size(), false));
    return changes;
  }

  private Map<String, Boolean> upsertStock() {
    return handle
        .createQuery(UPSERT_STOCK)
        .bind("who", who)
        .bindArray("product", String.class, Rows.column(stock, row -> row.productId()))
        .bindArray("status", String.class, Rows.column(stock, row -> row.status().name()))
        .bindArray(
            "availableFrom",
            String.class,
            Rows.column(stock, row -> row.availableFrom().map(Instant::toString).orElse("")))
        .bindArray(
            "counted", String.class, Rows.column(stock, row -> Boolean.toString(row.counted())))
        .bindArray(
            "minDays",
            String.class,
            Rows.column(stock, row -> Integer.toString(row.handling().min())))
        .bindArray(
            "maxDays",
            String.class,
            Rows.column(stock, row -> Integer.toString(row.handling().max())))
        .map((row, context) -> Map.entry(row.getString("product_id"), row.getBoolean("created")))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private List<String> removeUnnamed() {
    return unnamed(handle.createQuery(REMOVE_UNNAMED));
  }

  private List<String> emptyUnnamed() {
    return unnamed(handle.createQuery(EMPTY_UNNAMED).bind("who", who));
  }

  private List<String> unnamed(Query change) {
    return change
        .bindArray("product", String.class, Rows.column(stock, row -> row.productId()))
        .bindArray("heldProduct", String.class, Rows.column(held, Held::productId))
        .bindArray("heldPlace", String.class, Rows.column(held, Held::placeId))
        .mapTo(String.class)
        .list();
  }

  private List<String> upsertHeld() {
    return handle
        .createQuery(UPSERT_HELD)
        .bind("who", who)
        .bindArray("heldProduct", String.class, Rows.column(held, Held::productId))
        .bindArray("heldPlace", String.class, Rows.column(held, Held::placeId))
        .bindArray("heldOnHand", String.class, Rows.column(held, Held::onHand))
        .mapTo(String.class)
        .list();
  }

  private void touch(Set<String> products) {
    handle
        .createUpdate(TOUCH)
        .bind("who", who)
        .bindArray("touched", String.class, products)
        .execute();
  }

  private static List<Held> held(SequencedCollection<StatedStock> stock) {
    List<Held> held = new ArrayList<>();
    for (StatedStock row : stock) {
      row.onHand()
          .forEach(
              (place, pieces) -> held.add(new Held(row.productId(), place, Long.toString(pieces))));
    }
    return held;
  }
}
