package harbor.pricing;

import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** Prices in PostgreSQL. */
final class PostgresPriceStore implements PriceStore {
  // 720 hours, not 30 days: a day's length must not depend on the session's time zone.
  private static final String PRICES =
      """
      SELECT p.product_id, p.currency, p.list_minor,
             coalesce(p.sale_minor, p.list_minor) AS current_minor, p.tax_class, lowest.minor AS lowest_minor,
             p.created_at, p.created_by, p.updated_at, p.updated_by, p.version
      FROM unnest(:ids) WITH ORDINALITY AS asked (product_id, place)
      JOIN prices p ON p.product_id = asked.product_id
      LEFT JOIN LATERAL (
        SELECT min(h.current_minor) AS minor
        FROM price_history h
        WHERE h.product_id = p.product_id
          AND h.currency = p.currency
          AND h.valid_from < p.sale_since
          AND h.valid_until > p.sale_since - interval '720 hours'
      ) lowest ON true
      ORDER BY asked.place
      """;

  // In order of product, so that two imports wait for each other instead of deadlocking. A change
  // is always later than the one before it, whatever the clocks of two instances say.
  private static final String PUT =
      """
      INSERT INTO prices AS p
        (product_id, currency, list_minor, sale_minor, tax_class, sale_since, valid_from,
         created_at, created_by, updated_at, updated_by, version)
      SELECT s.product_id, s.currency, s.list_minor, nullif(s.current_minor, s.list_minor),
             s.tax_class, CASE WHEN s.current_minor < s.list_minor THEN s.now END, s.now,
             s.now, 'pricing', s.now, 'pricing', 1
      FROM (
        SELECT product_id, currency, list_minor, current_minor, tax_class,
               CAST(:now AS timestamptz) AS now
        FROM unnest(:ids, :currencies, :lists, :currents, :taxClasses)
          AS sent (product_id, currency, list_minor, current_minor, tax_class)
      ) s
      ORDER BY s.product_id
      ON CONFLICT (product_id) DO UPDATE SET
        currency = excluded.currency,
        list_minor = excluded.list_minor,
        sale_minor = excluded.sale_minor,
        tax_class = excluded.tax_class,
        sale_since = CASE
          WHEN excluded.sale_minor IS NULL THEN NULL
          WHEN p.sale_minor IS NOT NULL AND p.currency = excluded.currency THEN p.sale_since
          ELSE greatest(excluded.valid_from, p.valid_from + interval '1 microsecond')
        END,
        valid_from = greatest(excluded.valid_from, p.valid_from + interval '1 microsecond'),
        updated_at = greatest(excluded.valid_from, p.valid_from + interval '1 microsecond'),
        updated_by = excluded.updated_by,
        version = p.version + 1
      WHERE (p.currency, p.list_minor, p.sale_minor, p.tax_class) IS DISTINCT FROM
        (excluded.currency, excluded.list_minor, excluded.sale_minor, excluded.tax_class)
      RETURNING p.product_id, p.xmax = 0 AS created
      """;

  private static final String CLOSE_HISTORY =
      """
      UPDATE price_history h
      SET valid_until = p.valid_from, updated_at = p.updated_at, updated_by = p.updated_by,
          version = h.version + 1
      FROM prices p
      WHERE p.product_id = ANY (:changed) AND h.product_id = p.product_id AND h.valid_until IS NULL
      """;

  private static final String CONTINUE_HISTORY =
      """
      INSERT INTO price_history
        (product_id, valid_from, valid_until, currency, list_minor, current_minor,
         created_at, created_by, updated_at, updated_by, version)
      SELECT p.product_id, p.valid_from, NULL, p.currency, p.list_minor,
             coalesce(p.sale_minor, p.list_minor),
             p.updated_at, p.updated_by, p.updated_at, p.updated_by, 1
      FROM prices p
      WHERE p.product_id = ANY (:changed)
      """;

  private final Database database;
  private final Outbox outbox;
  private final InstantSource clock;

  PostgresPriceStore(Database database, Outbox outbox, InstantSource clock) {
    this.database = database;
    this.outbox = outbox;
    this.clock = clock;
  }

  private record Written(String productId, boolean created) {}

  @Override
  public List<CurrentPrice> prices(List<String> productIds) {
    return database.read(
        handle ->
            handle
                .createQuery(PRICES)
                .bindArray("ids", String.class, productIds)
                .map((row, _) -> price(row))
                .list());
  }

  @Override
  public List<Boolean> put(List<StatedPrice> prices) {
    if (prices.isEmpty()) {
      return List.of();
    }
    return database.write(
        handle -> {
          List<Written> written = upsert(handle, prices);
          List<String> changed = written.stream().map(Written::productId).toList();
          for (String step : List.of(CLOSE_HISTORY, CONTINUE_HISTORY)) {
            handle.createUpdate(step).bindArray("changed", String.class, changed).execute();
          }
          outbox.append(handle, changed);
          return written.stream().map(Written::created).toList();
        });
  }

  private List<Written> upsert(Handle handle, List<StatedPrice> prices) {
    return handle
        .createQuery(PUT)
        .bindArray("ids", String.class, Rows.column(prices, StatedPrice::productId))
        .bindArray("currencies", String.class, Rows.column(prices, StatedPrice::currency))
        .bindArray("lists", Long.class, Rows.column(prices, StatedPrice::listMinor))
        .bindArray("currents", Long.class, Rows.column(prices, StatedPrice::currentMinor))
        .bindArray("taxClasses", String.class, Rows.column(prices, StatedPrice::taxClass))
        .bind("now", clock.instant().truncatedTo(ChronoUnit.MICROS).toString())
        .map((row, _) -> new Written(row.getString("product_id"), row.getBoolean("created")))
        .list();
  }

  private static CurrentPrice price(ResultSet row) throws SQLException {
    long lowest = row.getLong("lowest_minor");
    OptionalLong lowestBeforeSale = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(lowest);
    return new CurrentPrice(
        new StatedPrice(
            row.getString("product_id"),
            row.getString("currency"),
            row.getLong("list_minor"),
            row.getLong("current_minor"),
            row.getString("tax_class")),
        lowestBeforeSale,
        Rows.audit(row));
  }
}
