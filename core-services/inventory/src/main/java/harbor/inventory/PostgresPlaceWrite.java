package harbor.inventory;

import harbor.inventory.stock.Place;
import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Rows;
import java.util.List;
import java.util.Map;
import java.util.SequencedCollection;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * One write of places, within a transaction.
 *
 * <p>Of a place only the name is in a product's stock: where that changes, the stock of every
 * product that it has changes. The known places are locked first, so that the names before are
 * those that the write replaces.
 */
final class PostgresPlaceWrite {
  /** Not against new stock at these places, which needs only that they are there. */
  private static final String LOCK_KNOWN =
      """
      SELECT id, name
      FROM places
      WHERE id = ANY (:id)
      ORDER BY id
      FOR NO KEY UPDATE
      """;

  /** xmax is 0 in a row version that no update has made. */
  private static final String UPSERT_PLACES =
      """
      INSERT INTO places AS stored
        (id, name, city, region, postal_code, latitude, longitude, kind, created_by, updated_by)
      SELECT id, name, city, region, postal_code,
             latitude::double precision, longitude::double precision, kind, :who, :who
      FROM unnest(:id, :name, :city, :region, :postalCode, :latitude, :longitude, :kind)
        AS sent (id, name, city, region, postal_code, latitude, longitude, kind)
      ON CONFLICT (id) DO UPDATE
      SET name = excluded.name, city = excluded.city, region = excluded.region,
          postal_code = excluded.postal_code,
          latitude = excluded.latitude, longitude = excluded.longitude, kind = excluded.kind,
          updated_at = now(), updated_by = excluded.updated_by, version = stored.version + 1
      WHERE (stored.name, stored.city, stored.region, stored.postal_code,
             stored.latitude, stored.longitude, stored.kind)
        IS DISTINCT FROM (excluded.name, excluded.city, excluded.region, excluded.postal_code,
             excluded.latitude, excluded.longitude, excluded.kind)
      RETURNING xmax = 0
      """;

  private static final String STOCKED =
      """
      SELECT DISTINCT product_id
      FROM stock_by_place
      WHERE place_id = ANY (:renamed) AND on_hand > reserved
      """;

  private final Handle handle;
  private final Outbox outbox;
  private final SequencedCollection<Place> places;

  PostgresPlaceWrite(Handle handle, Outbox outbox, SequencedCollection<Place> places) {
    this.handle = handle;
    this.outbox = outbox;
    this.places = places;
  }

  /** Writes; gives for each place that was written: whether it was new. */
  List<Boolean> run() {
    Map<String, String> before = lockKnown();
    List<Boolean> written = upsert();
    List<String> renamed =
        places.stream()
            .filter(place -> !before.getOrDefault(place.id(), place.name()).equals(place.name()))
            .map(Place::id)
            .toList();
    if (!renamed.isEmpty()) {
      outbox.appendAffected(handle, () -> stocked(renamed));
    }
    return written;
  }

  private Map<String, String> lockKnown() {
    return handle
        .createQuery(LOCK_KNOWN)
        .bindArray("id", String.class, column(Place::id))
        .map((row, _) -> Map.entry(row.getString("id"), row.getString("name")))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private List<Boolean> upsert() {
    return handle
        .createQuery(UPSERT_PLACES)
        .bind("who", Inventory.NAME)
        .bindArray("id", String.class, column(Place::id))
        .bindArray("name", String.class, column(Place::name))
        .bindArray("city", String.class, column(Place::city))
        .bindArray("region", String.class, column(Place::region))
        .bindArray("postalCode", String.class, column(Place::postalCode))
        .bindArray("latitude", String.class, column(place -> Double.toString(place.latitude())))
        .bindArray("longitude", String.class, column(place -> Double.toString(place.longitude())))
        .bindArray("kind", String.class, column(place -> place.kind().name()))
        .mapTo(Boolean.class)
        .list();
  }

  private List<String> stocked(List<String> renamed) {
    return handle
        .createQuery(STOCKED)
        .bindArray("renamed", String.class, renamed)
        .mapTo(String.class)
        .list();
  }

  private List<String> column(Function<Place, String> value) {
    return Rows.column(places, value);
  }
}
