package harbor.inventory;

import harbor.inventory.stock.NearPlace;
import harbor.inventory.stock.Place;
import harbor.inventory.stock.StatedStock;
import harbor.inventory.stock.Status;
import harbor.inventory.stock.StockLevel;
import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.Rows;
import harbor.kit.service.row.DayRange;
import harbor.kit.service.row.Position;
import harbor.kit.service.timer.Boundaries;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.Set;

/**
 * Stock and places in PostgreSQL; its boundaries are moments from which on a product is available.
 */
final class PostgresInventoryStore implements InventoryStore, Boundaries.Store {
  /** What holds now of what was said, whether the change was recorded yet or not. */
  static final String STATUS =
      "CASE WHEN available_from <= shop_time() THEN 'AVAILABLE' ELSE status END";

  private static final int MAX_BOUNDARIES = 1_000;

  private static final String RECORD_BOUNDARIES =
      """
      UPDATE stock
      SET status = 'AVAILABLE', available_from = NULL,
          updated_at = now(), updated_by = :who, version = version + 1
      WHERE product_id IN (
        SELECT product_id
        FROM stock
        WHERE available_from <= shop_time()
        ORDER BY available_from, product_id
        LIMIT %d
        FOR UPDATE SKIP LOCKED
      )
      RETURNING product_id
      """
          .formatted(MAX_BOUNDARIES);

  private static final String UNTIL_NEXT =
      """
      SELECT ceil(extract(epoch FROM min(available_from) - shop_time()) * 1000)::bigint
      FROM stock
      WHERE available_from <= shop_time() + CAST(:limit AS interval)
      """;

  /** One statement, so that the sum and the places are of one moment. */
  private static final String LEVELS =
      """
      SELECT stock.product_id, %s AS status, stock.available_from, stock.counted,
             stock.min_handling_days, stock.max_handling_days,
             stock.created_at, stock.created_by, stock.updated_at, stock.updated_by, stock.version,
             (SELECT coalesce(sum(held.on_hand - held.reserved), 0)
              FROM stock_by_place AS held
              WHERE held.product_id = stock.product_id) AS units,
             places.ids AS place_ids, places.names AS place_names, places.units AS place_units
      FROM stock
      CROSS JOIN LATERAL (
        SELECT array_agg(fullest.id) AS ids,
               array_agg(fullest.name) AS names,
               array_agg(fullest.units) AS units
        FROM (
          SELECT held.place_id AS id, places.name, held.on_hand - held.reserved AS units
          FROM stock_by_place AS held
          JOIN places ON places.id = held.place_id
          WHERE held.product_id = stock.product_id AND held.on_hand > held.reserved
          ORDER BY units DESC, id
          LIMIT :maxPlaces
        ) AS fullest
      ) AS places
      WHERE stock.product_id = ANY (:ids)
      ORDER BY array_position(:ids, stock.product_id)
      """
          .formatted(STATUS);

  private static final String KNOWN_PLACES =
      """
      SELECT id
      FROM places
      WHERE id = ANY (:ids)
      """;

  private static final String PLACES =
      """
      SELECT id, name, city, region, postal_code, latitude, longitude, kind
      FROM places
      WHERE id > :after
      ORDER BY id
      LIMIT :max
      """;

  /** The haversine formula, as {@link Position#kilometresTo} has it: places are few. */
  private static final String NEAREST =
      """
      SELECT id, name, city, region, postal_code, latitude, longitude, kind,
             CAST(round(2 * 6371008.8 * asin(least(1, sqrt(
               power(sin(radians(latitude - :latitude) / 2), 2)
               + cos(radians(:latitude)) * cos(radians(latitude))
                 * power(sin(radians(longitude - :longitude) / 2), 2))))) AS int) AS metres
      FROM places
      WHERE kind = ANY (:kinds)
      ORDER BY metres, id
      LIMIT :max
      """;

  private final Database database;
  private final Outbox outbox;

  PostgresInventoryStore(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
  }

  @Override
  public List<StockLevel> levels(List<String> ids, int maxPlaces) {
    return database.read(
        handle ->
            handle
                .createQuery(LEVELS)
                .bindArray("ids", String.class, ids)
                .bind("maxPlaces", maxPlaces)
                .map((row, context) -> level(row))
                .list());
  }

  @Override
  public Set<String> knownPlaces(Set<String> ids) {
    return ids.isEmpty()
        ? Set.of()
        : database.read(
            handle ->
                handle
                    .createQuery(KNOWN_PLACES)
                    .bindArray("ids", String.class, ids)
                    .mapTo(String.class)
                    .set());
  }

  @Override
  public List<Place> places(String after, int max) {
    return database.read(
        handle ->
            handle
                .createQuery(PLACES)
                .bind("after", after)
                .bind("max", max)
                .map((row, _) -> place(row))
                .list());
  }

  @Override
  public List<NearPlace> nearest(Position from, Set<Place.Kind> kinds, int max) {
    return database.read(
        handle ->
            handle
                .createQuery(NEAREST)
                .bind("latitude", from.latitude())
                .bind("longitude", from.longitude())
                .bindArray("kinds", String.class, kinds.stream().map(Place.Kind::name).toList())
                .bind("max", max)
                .map((row, _) -> new NearPlace(place(row), row.getInt("metres")))
                .list());
  }

  @Override
  public List<Boolean> writeStock(SequencedCollection<StatedStock> stock) {
    return database.write(
        handle -> new PostgresStockWrite(handle, outbox, Inventory.NAME, stock).run());
  }

  @Override
  public List<Boolean> writePlaces(SequencedCollection<Place> places) {
    return database.write(handle -> new PostgresPlaceWrite(handle, outbox, places).run());
  }

  @Override
  public boolean recordBoundaries() {
    return database.write(
        handle -> {
          List<String> available =
              handle
                  .createQuery(RECORD_BOUNDARIES)
                  .bind("who", Inventory.NAME)
                  .mapTo(String.class)
                  .list();
          outbox.append(handle, available);
          return !available.isEmpty();
        });
  }

  @Override
  public Optional<Duration> untilNextBoundary(Duration limit) {
    return database.read(
        handle -> Boundaries.until(handle.createQuery(UNTIL_NEXT).bind("limit", limit.toString())));
  }

  private static Place place(ResultSet row) throws SQLException {
    return new Place(
        row.getString("id"),
        row.getString("name"),
        row.getString("city"),
        row.getString("region"),
        row.getString("postal_code"),
        row.getDouble("latitude"),
        row.getDouble("longitude"),
        Place.Kind.valueOf(row.getString("kind")));
  }

  private static StockLevel level(ResultSet row) throws SQLException {
    return new StockLevel(
        row.getString("product_id"),
        Status.valueOf(row.getString("status")),
        availableFrom(row),
        row.getBoolean("counted"),
        row.getLong("units"),
        new DayRange(row.getInt("min_handling_days"), row.getInt("max_handling_days")),
        places(row),
        Rows.audit(row));
  }

  static Optional<Instant> availableFrom(ResultSet row) throws SQLException {
    return row.getObject("available_from") == null
        ? Optional.empty()
        : Optional.of(Rows.instant(row, "available_from"));
  }

  private static List<StockLevel.AtPlace> places(ResultSet row) throws SQLException {
    if (row.getArray("place_ids") == null) {
      return List.of();
    }
    String[] ids = (String[]) row.getArray("place_ids").getArray();
    String[] names = (String[]) row.getArray("place_names").getArray();
    Long[] units = (Long[]) row.getArray("place_units").getArray();
    List<StockLevel.AtPlace> places = new ArrayList<>(ids.length);
    for (int i = 0; i < ids.length; i++) {
      places.add(new StockLevel.AtPlace(ids[i], names[i], units[i]));
    }
    return places;
  }
}
