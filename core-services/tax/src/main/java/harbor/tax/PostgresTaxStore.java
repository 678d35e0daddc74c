package harbor.tax;

import harbor.kit.runtime.Sha256;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.Rows;
import harbor.kit.service.row.Audit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Rates and regions in PostgreSQL. Thread-safe. */
final class PostgresTaxStore {
  private static final String REGIONS =
      """
      SELECT country, time_zone, currency, prices_include_tax, crossing, shipping_rule,
             shipping_class
      FROM regions
      ORDER BY country
      """;

  private static final String REGION =
      """
      SELECT country, time_zone, currency, prices_include_tax, crossing, shipping_rule,
             shipping_class
      FROM regions
      WHERE country = :country
      """;

  private static final String VALID_RATES =
      """
      SELECT DISTINCT ON (tax_class) tax_class, basis_points, rate_id, version
      FROM rates
      WHERE country = :country
        AND (region = '' OR upper(region) = upper(:region))
        AND starts_with(:postalCode, postal_prefix)
        AND valid_from <= CAST(:day AS date)
        AND (valid_until IS NULL OR valid_until > CAST(:day AS date))
      ORDER BY tax_class, length(postal_prefix) DESC, region = '', valid_from DESC, rate_id
      """;

  private static final String PUT_REGIONS =
      """
      INSERT INTO regions AS r
        (country, time_zone, currency, prices_include_tax, crossing, shipping_rule, shipping_class,
         created_at, created_by, updated_at, updated_by, version)
      SELECT country, time_zone, currency, prices_include_tax, crossing, shipping_rule,
             shipping_class,
             CAST(:now AS timestamptz), 'tax', CAST(:now AS timestamptz), 'tax', 1
      FROM unnest(:countries, :zones, :currencies, :include, :crossings, :shippingRules,
                  :shippingClasses)
        AS sent (country, time_zone, currency, prices_include_tax, crossing, shipping_rule,
                 shipping_class)
      ORDER BY country
      ON CONFLICT (country) DO UPDATE SET
        time_zone = excluded.time_zone, currency = excluded.currency,
        prices_include_tax = excluded.prices_include_tax, crossing = excluded.crossing,
        shipping_rule = excluded.shipping_rule, shipping_class = excluded.shipping_class,
        updated_at = greatest(excluded.updated_at, r.updated_at), version = r.version + 1
      WHERE (r.time_zone, r.currency, r.prices_include_tax, r.crossing, r.shipping_rule,
             r.shipping_class)
        IS DISTINCT FROM (excluded.time_zone, excluded.currency, excluded.prices_include_tax,
             excluded.crossing, excluded.shipping_rule, excluded.shipping_class)
      RETURNING r.xmax = 0 AS created
      """;

  private static final String PUT_RATES =
      """
      INSERT INTO rates AS r
        (rate_id, country, region, postal_prefix, tax_class, basis_points, valid_from, valid_until,
         source, created_at, created_by, updated_at, updated_by, version)
      SELECT rate_id, country, region, postal_prefix, tax_class, basis_points,
             CAST(valid_from AS date), CAST(nullif(valid_until, '') AS date), source,
             CAST(:now AS timestamptz), 'tax', CAST(:now AS timestamptz), 'tax', 1
      FROM unnest(:ids, :countries, :regions, :prefixes, :classes, :points, :from, :until,
                  :sources)
        AS sent (rate_id, country, region, postal_prefix, tax_class, basis_points, valid_from,
                 valid_until, source)
      ORDER BY rate_id
      ON CONFLICT (rate_id) DO UPDATE SET
        basis_points = excluded.basis_points, valid_until = excluded.valid_until,
        source = excluded.source,
        updated_at = greatest(excluded.updated_at, r.updated_at), version = r.version + 1
      WHERE (r.basis_points, r.valid_until, r.source)
        IS DISTINCT FROM (excluded.basis_points, excluded.valid_until, excluded.source)
      RETURNING r.xmax = 0 AS created
      """;

  private final Database database;
  private final InstantSource clock;

  PostgresTaxStore(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * What holds at one destination for prices of one market.
   *
   * @param version names the rows that it was made of
   */
  record Rules(TaxRules rules, String version) {}

  /** A rate as it is stored. */
  record StoredRate(String id, Rate rate, Audit audit) {}

  private record Rates(Map<String, Integer> byClass, String version) {}

  /** Where goods go; the postal code in capitals, without white space and hyphens. */
  record Place(String country, String region, String postalCode) {}

  /** What was written: for each row whether it was new. */
  record Written(List<Boolean> regions, List<Boolean> rates) {}

  /** The rules; empty when either country is not sold to. */
  Optional<Rules> rules(String home, Place place, Instant at) {
    return database.read(
        handle -> {
          Optional<Region> homeRegion = region(handle, home);
          Optional<Region> destination = region(handle, place.country());
          if (homeRegion.isEmpty() || destination.isEmpty()) {
            return Optional.empty();
          }
          Rates homeRates = rates(handle, homeRegion.get(), new Place(home, "", ""), at);
          Rates rates = rates(handle, destination.get(), place, at);
          return Optional.of(
              new Rules(
                  new TaxRules(
                      homeRegion.get(), homeRates.byClass(), destination.get(), rates.byClass()),
                  digest(homeRates.version() + rates.version())));
        });
  }

  /** All countries. */
  List<Region> regions() {
    return database.read(handle -> handle.createQuery(REGIONS).map((row, _) -> region(row)).list());
  }

  /** Creates or replaces all of them, or none. */
  Written put(List<Region> regions, List<Rate> rates) {
    return database.write(
        handle -> new Written(putRegions(handle, regions), putRates(handle, rates)));
  }

  private List<Boolean> putRegions(Handle handle, List<Region> regions) {
    return handle
        .createQuery(PUT_REGIONS)
        .bindArray("countries", String.class, Rows.column(regions, Region::country))
        .bindArray("zones", String.class, Rows.column(regions, r -> r.zone().getId()))
        .bindArray("currencies", String.class, Rows.column(regions, Region::currency))
        .bindArray("include", Boolean.class, Rows.column(regions, Region::pricesIncludeTax))
        .bindArray("crossings", String.class, Rows.column(regions, r -> r.crossing().name()))
        .bindArray(
            "shippingRules", String.class, Rows.column(regions, r -> r.shippingRule().name()))
        .bindArray("shippingClasses", String.class, Rows.column(regions, Region::shippingClass))
        .bind("now", now())
        .mapTo(Boolean.class)
        .list();
  }

  private List<Boolean> putRates(Handle handle, List<Rate> rates) {
    return handle
        .createQuery(PUT_RATES)
        .bindArray("ids", String.class, Rows.column(rates, Rate::id))
        .bindArray("countries", String.class, Rows.column(rates, Rate::country))
        .bindArray("regions", String.class, Rows.column(rates, Rate::region))
        .bindArray("prefixes", String.class, Rows.column(rates, Rate::postalPrefix))
        .bindArray("classes", String.class, Rows.column(rates, Rate::taxClass))
        .bindArray("points", Integer.class, Rows.column(rates, Rate::basisPoints))
        .bindArray("from", String.class, Rows.column(rates, r -> r.from().toString()))
        .bindArray(
            "until",
            String.class,
            Rows.column(rates, r -> r.until().map(LocalDate::toString).orElse("")))
        .bindArray("sources", String.class, Rows.column(rates, Rate::source))
        .bind("now", now())
        .mapTo(Boolean.class)
        .list();
  }

  private static Optional<Region> region(Handle handle, String country) {
    return handle
        .createQuery(REGION)
        .bind("country", country)
        .map((row, _) -> region(row))
        .findOne();
  }

  private static Region region(ResultSet row) throws SQLException {
    return new Region(
        row.getString("country"),
        ZoneId.of(row.getString("time_zone")),
        row.getString("currency"),
        row.getBoolean("prices_include_tax"),
        Region.Crossing.valueOf(row.getString("crossing")),
        Region.ShippingRule.valueOf(row.getString("shipping_rule")),
        row.getString("shipping_class"));
  }

  private static Rates rates(Handle handle, Region region, Place place, Instant at) {
    Map<String, Integer> byClass = new HashMap<>();
    StringBuilder version = new StringBuilder();
    handle
        .createQuery(VALID_RATES)
        .bind("country", place.country())
        .bind("region", place.region())
        .bind("postalCode", place.postalCode())
        .bind("day", LocalDate.ofInstant(at, region.zone()).toString())
        .map(
            (row, _) -> {
              byClass.put(row.getString("tax_class"), row.getInt("basis_points"));
              return row.getString("rate_id") + ":" + row.getLong("version");
            })
        .forEach(name -> version.append(name).append(';'));
    return new Rates(byClass, region + ";" + version);
  }

  /** A rate and who changed its row. */
  static StoredRate stored(ResultSet row) throws SQLException {
    return new StoredRate(row.getString("rate_id"), rate(row), Rows.audit(row));
  }

  private static Rate rate(ResultSet row) throws SQLException {
    return new Rate(
        row.getString("country"),
        row.getString("region"),
        row.getString("postal_prefix"),
        row.getString("tax_class"),
        row.getInt("basis_points"),
        row.getObject("valid_from", LocalDate.class),
        Optional.ofNullable(row.getObject("valid_until", LocalDate.class)),
        row.getString("source"));
  }

  /** Sixteen hexadecimal digits that stand for the rows. */
  private static String digest(String rows) {
    return HexFormat.of().formatHex(Sha256.of(rows), 0, 8);
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS).toString();
  }
}
