package harbor.shipping;

import harbor.kit.service.database.Database;
import harbor.kit.service.database.Rows;
import harbor.kit.service.row.Audit;
import harbor.kit.service.row.DayRange;
import harbor.kit.service.row.Money;
import harbor.shipping.window.CutOff;
import harbor.shipping.window.Method;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Methods of shipping in PostgreSQL. Thread-safe. */
final class PostgresMethodStore {
  private static final long NEVER = -1;

  static final String COLUMNS =
      """
      country, method, currency, cost_minor, free_from_minor, min_days, max_days, kilometres_a_day,
      cut_off, pickup, active, created_at, created_by, updated_at, updated_by, version
      """;

  private static final String OFFERED =
      """
      SELECT %s, shop_time() AS asked_at
      FROM shipping_methods
      WHERE active AND country = :country AND currency = :currency
      ORDER BY method
      """
          .formatted(COLUMNS);

  private static final String OFFERED_AT_HOME =
      """
      SELECT %s, shop_time() AS asked_at
      FROM shipping_methods
      WHERE active AND NOT pickup AND country = (SELECT country FROM home_market)
      ORDER BY cost_minor, method, currency
      LIMIT 1
      """
          .formatted(COLUMNS);

  private static final String IS_OFFERED =
      """
      SELECT EXISTS (
        SELECT FROM shipping_methods
        WHERE active AND country = :country AND method = :method AND currency = :currency
      )
      """;

  /** xmax is 0 in a row version that no update has made. */
  private static final String UPSERT =
      """
      INSERT INTO shipping_methods AS stored
        (country, method, currency, cost_minor, free_from_minor, min_days, max_days,
         kilometres_a_day, cut_off, pickup, active, created_by, updated_by)
      SELECT country, method, currency, cost, nullif(free_from, -1), min_days, max_days,
             kilometres_a_day, CAST(cut_off AS time), pickup, active, :who, :who
      FROM unnest(:country, :method, :currency, :cost, :freeFrom, :minDays, :maxDays,
                  :kilometresADay, :cutOff, :pickup, :active)
        AS sent (country, method, currency, cost, free_from, min_days, max_days,
                 kilometres_a_day, cut_off, pickup, active)
      ON CONFLICT (country, method, currency) DO UPDATE
      SET cost_minor = excluded.cost_minor, free_from_minor = excluded.free_from_minor,
          min_days = excluded.min_days, max_days = excluded.max_days,
          kilometres_a_day = excluded.kilometres_a_day, cut_off = excluded.cut_off,
          pickup = excluded.pickup, active = excluded.active,
          updated_at = now(), updated_by = excluded.updated_by, version = stored.version + 1
      WHERE (stored.cost_minor, stored.free_from_minor, stored.min_days, stored.max_days,
             stored.kilometres_a_day, stored.cut_off, stored.pickup, stored.active)
        IS DISTINCT FROM (excluded.cost_minor, excluded.free_from_minor, excluded.min_days,
             excluded.max_days, excluded.kilometres_a_day, excluded.cut_off, excluded.pickup,
             excluded.active)
      RETURNING xmax = 0
      """;

  private final Database database;

  PostgresMethodStore(Database database) {
    this.database = database;
  }

  /** A method, and who touched its row. */
  record Stored(Method method, Audit audit) {}

  /** A method that is offered, and what time it was when it was asked for. */
  record Offered(Method method, Instant askedAt) {}

  /** Those that are offered in a country, in a currency; by code. */
  List<Offered> offered(String country, String currency) {
    return database.read(
        handle ->
            handle
                .createQuery(OFFERED)
                .bind("country", country)
                .bind("currency", currency)
                .map((row, _) -> offered(row))
                .list());
  }

  /** The cheapest that brings goods to people in the home market. */
  Optional<Offered> offeredAtHome() {
    return database.read(
        handle -> handle.createQuery(OFFERED_AT_HOME).map((row, _) -> offered(row)).findOne());
  }

  /** Whether one is offered, within a transaction. */
  static boolean isOffered(Handle handle, String country, String code, String currency) {
    return handle
        .createQuery(IS_OFFERED)
        .bind("country", country)
        .bind("method", code)
        .bind("currency", currency)
        .mapTo(Boolean.class)
        .one();
  }

  /** Stores methods; gives for each that was written: whether it was new. */
  List<Boolean> put(List<Method> methods) {
    return database.write(
        handle ->
            handle
                .createQuery(UPSERT)
                .bind("who", Shipping.NAME)
                .bindArray("country", String.class, Rows.column(methods, Method::country))
                .bindArray("method", String.class, Rows.column(methods, Method::code))
                .bindArray("currency", String.class, of(methods, cost -> cost.currency()))
                .bindArray("cost", Long.class, of(methods, cost -> cost.minor()))
                .bindArray(
                    "freeFrom",
                    Long.class,
                    Rows.column(methods, method -> method.freeFromMinor().orElse(NEVER)))
                .bindArray(
                    "minDays", Integer.class, Rows.column(methods, one -> one.onTheWay().min()))
                .bindArray(
                    "maxDays", Integer.class, Rows.column(methods, one -> one.onTheWay().max()))
                .bindArray(
                    "kilometresADay", Integer.class, Rows.column(methods, Method::kilometresADay))
                .bindArray(
                    "cutOff",
                    String.class,
                    Rows.column(methods, method -> method.cutOff().time().toString()))
                .bindArray("pickup", Boolean.class, Rows.column(methods, Method::pickup))
                .bindArray("active", Boolean.class, Rows.column(methods, Method::active))
                .mapTo(Boolean.class)
                .list());
  }

  private static <T> List<T> of(List<Method> methods, Function<Money, T> value) {
    return Rows.column(methods, method -> value.apply(method.cost()));
  }

  private static Offered offered(ResultSet row) throws SQLException {
    return new Offered(method(row), Rows.instant(row, "asked_at"));
  }

  /** A method and who changed its row. */
  static Stored stored(ResultSet row) throws SQLException {
    return new Stored(method(row), Rows.audit(row));
  }

  private static Method method(ResultSet row) throws SQLException {
    long freeFrom = row.getLong("free_from_minor");
    boolean isNever = row.wasNull();
    return new Method(
        row.getString("method"),
        row.getString("country"),
        new Money(row.getLong("cost_minor"), row.getString("currency")),
        isNever ? OptionalLong.empty() : OptionalLong.of(freeFrom),
        new DayRange(row.getInt("min_days"), row.getInt("max_days")),
        row.getInt("kilometres_a_day"),
        new CutOff(row.getObject("cut_off", LocalTime.class)),
        row.getBoolean("pickup"),
        row.getBoolean("active"));
  }
}
