package harbor.pricing;

import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.Rows;
import harbor.kit.service.timer.Boundaries;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** Prices in PostgreSQL. The time is the database's, through {@code shop_time()}. */
final class PostgresPriceStore implements PriceStore {
  // 720 hours, not 30 days: a day's length must not depend on the session's time zone. The running
  // row of the history counts when it does not know yet that the sale began.
  private static final String PRICES =
      """
      SELECT p.product_id, p.currency, p.list_minor, p.current_minor, p.tax_class,
             CASE WHEN p.sale_until <= shop_time() THEN NULL ELSE p.sale_minor END AS sale_minor,
             p.sale_from, p.sale_until, lowest.minor AS lowest_minor,
             r.created_at, r.created_by, r.updated_at, r.updated_by, r.version
      FROM unnest(:ids) WITH ORDINALITY AS asked (product_id, place)
      JOIN current_prices p ON p.product_id = asked.product_id
      JOIN prices r ON r.product_id = asked.product_id
      LEFT JOIN LATERAL (
        SELECT min(h.current_minor) AS minor
        FROM price_history h
        WHERE h.product_id = p.product_id
          AND h.currency = p.currency
          AND h.valid_from < p.on_sale_since
          AND coalesce(h.valid_until, 'infinity') > p.on_sale_since - interval '720 hours'
      ) lowest ON true
      ORDER BY asked.place
      """;

  // In order of product, so that two imports wait for each other instead of deadlocking. A change
  // is always later than the one before it, whatever the clocks of two instances say. What is
  // inserted has sale_since exactly when its sale is in force.
  private static final String PUT =
      """
      INSERT INTO prices AS p
        (product_id, currency, list_minor, sale_minor, sale_from, sale_until, tax_class,
         sale_since, next_at, valid_from, created_at, created_by, updated_at, updated_by, version)
      SELECT product_id, currency, list_minor, sale_minor, sale_from, sale_until, tax_class,
             CASE WHEN begun AND NOT ended THEN now END,
             CASE WHEN NOT begun THEN sale_from WHEN NOT ended THEN sale_until END,
             now, now, :by, now, :by, 1
      FROM (
        SELECT *, shop_time() AS now,
               sale_minor IS NOT NULL AND coalesce(sale_from, '-infinity') <= shop_time() AS begun,
               sale_minor IS NULL OR coalesce(sale_until, 'infinity') <= shop_time() AS ended
        FROM (
          SELECT product_id, currency, list_minor, nullif(sale_minor, 0) AS sale_minor, tax_class,
                 CAST(nullif(sale_from, '') AS timestamptz) AS sale_from,
                 CAST(nullif(sale_until, '') AS timestamptz) AS sale_until
          FROM unnest(:ids, :currencies, :lists, :sales, :starts, :ends, :taxClasses)
            AS sent (product_id, currency, list_minor, sale_minor, sale_from, sale_until, tax_class)
        ) sent
      ) s
      ORDER BY s.product_id
      ON CONFLICT (product_id) DO UPDATE SET
        currency = excluded.currency,
        list_minor = excluded.list_minor,
        sale_minor = excluded.sale_minor,
        sale_from = excluded.sale_from,
        sale_until = excluded.sale_until,
        next_at = excluded.next_at,
        tax_class = excluded.tax_class,
        sale_since = CASE
          WHEN excluded.sale_since IS NULL THEN NULL
          WHEN p.sale_since IS NOT NULL AND p.currency = excluded.currency THEN p.sale_since
          ELSE greatest(excluded.valid_from, p.valid_from + interval '1 microsecond')
        END,
        valid_from = greatest(excluded.valid_from, p.valid_from + interval '1 microsecond'),
        updated_at = greatest(excluded.valid_from, p.valid_from + interval '1 microsecond'),
        updated_by = excluded.updated_by,
        version = p.version + 1
      WHERE (p.currency, p.list_minor, p.sale_minor, p.sale_from, p.sale_until, p.tax_class)
        IS DISTINCT FROM
          (excluded.currency, excluded.list_minor, excluded.sale_minor, excluded.sale_from,
           excluded.sale_until, excluded.tax_class)
      RETURNING p.product_id, p.xmax = 0 AS created
      """;

  private static final int MAX_BOUNDARIES = 1_000;

  private static final String ALL_DUE =
      """
      SELECT product_id
      FROM prices
      WHERE next_at <= shop_time()
      ORDER BY next_at, product_id
      LIMIT %d
      FOR UPDATE SKIP LOCKED
      """
          .formatted(MAX_BOUNDARIES);

  private static final String DUE_AMONG =
      """
      SELECT product_id
      FROM prices
      WHERE product_id = ANY (:ids) AND next_at <= shop_time()
      ORDER BY product_id
      FOR UPDATE
      """;

  // Next is the end of a sale that is in force, the beginning of any other.
  private static final String PASS =
      """
      UPDATE prices
      SET valid_from = passed.moment, updated_at = passed.moment, updated_by = 'pricing',
          version = version + 1,
          sale_since = CASE WHEN sale_since IS NULL THEN passed.moment END,
          next_at = CASE WHEN sale_since IS NULL THEN sale_until END
      FROM (
        SELECT product_id AS id, greatest(next_at, valid_from + interval '1 microsecond') AS moment
        FROM prices
        WHERE product_id = ANY (:due)
      ) passed
      WHERE product_id = passed.id
      """;

  private static final String UNTIL_NEXT =
      """
      SELECT ceil(extract(epoch FROM min(next_at) - shop_time()) * 1000)::bigint
      FROM prices
      WHERE next_at <= shop_time() + CAST(:limit AS interval)
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
             CASE WHEN p.sale_since IS NULL THEN p.list_minor ELSE p.sale_minor END,
             p.updated_at, p.updated_by, p.updated_at, p.updated_by, 1
      FROM prices p
      WHERE p.product_id = ANY (:changed)
      """;

  private final Database database;
  private final Outbox outbox;

  PostgresPriceStore(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
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
    return database.write(handle -> put(handle, prices, Pricing.NAME));
  }

  /** The same within a transaction, in somebody's name. */
  List<Boolean> put(Handle handle, List<StatedPrice> prices, String by) {
    passDue(handle, Rows.column(prices, StatedPrice::productId));
    List<Written> written = upsert(handle, prices, by);
    List<String> changed = written.stream().map(Written::productId).toList();
    writeHistory(handle, changed);
    outbox.append(handle, changed);
    return written.stream().map(Written::created).toList();
  }

  @Override
  public boolean recordBoundaries() {
    return database.write(
            handle -> {
              List<String> due = handle.createQuery(ALL_DUE).mapTo(String.class).list();
              pass(handle, due);
              outbox.append(handle, due);
              return due.size();
            })
        > 0;
  }

  @Override
  public Optional<Duration> untilNextBoundary(Duration limit) {
    return database.read(
        handle -> Boundaries.until(handle.createQuery(UNTIL_NEXT).bind("limit", limit.toString())));
  }

  /** What is stated anew follows what has become of the price meanwhile. */
  private static void passDue(Handle handle, List<String> ids) {
    List<String> due;
    do {
      due =
          handle
              .createQuery(DUE_AMONG)
              .bindArray("ids", String.class, ids)
              .mapTo(String.class)
              .list();
      pass(handle, due);
    } while (!due.isEmpty());
  }

  private static void pass(Handle handle, List<String> due) {
    if (!due.isEmpty()) {
      handle.createUpdate(PASS).bindArray("due", String.class, due).execute();
      writeHistory(handle, due);
    }
  }

  private static void writeHistory(Handle handle, List<String> changed) {
    for (String step : List.of(CLOSE_HISTORY, CONTINUE_HISTORY)) {
      handle.createUpdate(step).bindArray("changed", String.class, changed).execute();
    }
  }

  private static List<Written> upsert(Handle handle, List<StatedPrice> prices, String by) {
    return handle
        .createQuery(PUT)
        .bind("by", by)
        .bindArray("ids", String.class, Rows.column(prices, StatedPrice::productId))
        .bindArray("currencies", String.class, Rows.column(prices, StatedPrice::currency))
        .bindArray("lists", Long.class, Rows.column(prices, StatedPrice::listMinor))
        .bindArray(
            "sales",
            Long.class,
            Rows.column(prices, price -> price.sale().map(Sale::minor).orElse(0L)))
        .bindArray(
            "starts",
            String.class,
            Rows.column(prices, price -> text(price.sale().flatMap(Sale::startsAt))))
        .bindArray(
            "ends",
            String.class,
            Rows.column(prices, price -> text(price.sale().flatMap(Sale::endsAt))))
        .bindArray("taxClasses", String.class, Rows.column(prices, StatedPrice::taxClass))
        .map((row, _) -> new Written(row.getString("product_id"), row.getBoolean("created")))
        .list();
  }

  private static String text(Optional<Instant> moment) {
    return moment.map(Instant::toString).orElse("");
  }

  private static CurrentPrice price(ResultSet row) throws SQLException {
    return new CurrentPrice(
        new StatedPrice(
            row.getString("product_id"),
            row.getString("currency"),
            row.getLong("list_minor"),
            sale(row),
            row.getString("tax_class")),
        row.getLong("current_minor"),
        number(row, "lowest_minor"),
        Rows.audit(row));
  }

  /** The sale of a price, in force or not. */
  static Optional<Sale> sale(ResultSet row) throws SQLException {
    OptionalLong minor = number(row, "sale_minor");
    return minor.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Sale(minor.getAsLong(), moment(row, "sale_from"), moment(row, "sale_until")));
  }

  private static OptionalLong number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
  }

  private static Optional<Instant> moment(ResultSet row, String column) throws SQLException {
    return row.getObject(column) == null
        ? Optional.empty()
        : Optional.of(Rows.instant(row, column));
  }
}
