package harbor.catalog;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import harbor.catalog.product.Product;
import harbor.catalog.product.ProductId;
import harbor.catalog.search.PostgresSearchIndex;
import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.Rows;
import harbor.kit.service.timer.Boundaries;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The products in PostgreSQL; its boundaries are moments from which on a product is withdrawn. */
final class PostgresCatalogStore implements CatalogStore, Boundaries.Store {
  private static final String CARD_COLUMNS =
      "id, title, short_title, brand, image_url, image_alt,"
          + " list_price_minor, price_minor, currency";

  static final String FULL_COLUMNS =
      PostgresProductColumns.each("%1$s")
          + ", created_at, created_by, updated_at, updated_by, version, withdrawn_at";

  /** What a product costs is what the pricing service says, of the moment that is asked for. */
  private static final String PRICED =
      """
      (
        SELECT %s, p.image_url, p.image_alt, p.created_at, p.created_by, p.updated_at, p.updated_by, p.version,
               p.withdrawn_at
        FROM products AS p
        LEFT JOIN search_copies AS c ON c.product_id = p.id
      ) AS priced
      """
          .formatted(
              PostgresProductColumns.ALL.stream()
                  .map(column -> priced(column.name()))
                  .collect(joining(", ")));

  private static final String PUBLISHED =
      """
      SELECT <columns>
      FROM %s
      WHERE id = ANY (:ids) AND published
        AND withdrawn_at IS NULL AND coalesce(expires_at, 'infinity') > :now
      ORDER BY array_position(:ids, id)
      """
          .formatted(PRICED);

  private static final String PAGE =
      """
      SELECT <columns>
      FROM %s
      WHERE id > :after AND <source>
      ORDER BY id
      LIMIT :max
      """
          .formatted(PRICED);

  private static final String OLDER =
      """
      SELECT <columns>
      FROM products
      WHERE published AND withdrawn_at IS NULL
        AND id NOT IN (SELECT product_id FROM search_products WHERE form = :form)
      ORDER BY id
      LIMIT 500
      """;

  /** Every path that a product stands under, and all above it; what is there is left alone. */
  private static final String ADD_CATEGORIES =
      """
      INSERT INTO categories (path, created_by, updated_by)
      SELECT DISTINCT trim_array(named.path, above.levels), :who, :who
      FROM (SELECT DISTINCT unnest(:paths)::text[] AS path) AS named
      CROSS JOIN LATERAL generate_series(0, cardinality(named.path) - 1) AS above (levels)
      ORDER BY 1
      ON CONFLICT (path) DO NOTHING
      """;

  /** xmax is 0 in a row version that no update has made. */
  private static final String UPSERT =
      """
      INSERT INTO products AS stored (%s, created_by, updated_by)
      SELECT %s, :who, :who
      FROM unnest(%s) AS sent (%s)
      ON CONFLICT (id) DO UPDATE
      SET %s, withdrawn_at = CASE WHEN :bringsBack THEN NULL ELSE stored.withdrawn_at END,
          updated_at = now(), updated_by = excluded.updated_by, version = stored.version + 1
      WHERE (%s) IS DISTINCT FROM (%s)
        OR (:bringsBack AND stored.withdrawn_at IS NOT NULL
            AND coalesce(excluded.expires_at, 'infinity') > :now)
      RETURNING id, xmax = 0 AS created, withdrawn_at IS NOT NULL AS withdrawn
      """
          .formatted(
              PostgresProductColumns.each("%1$s"),
              PostgresProductColumns.each("sent.%1$s::%2$s"),
              PostgresProductColumns.each(":%1$s"),
              PostgresProductColumns.each("%1$s"),
              PostgresProductColumns.each("%1$s = %3$s"),
              PostgresProductColumns.eachContent("stored.%1$s"),
              PostgresProductColumns.eachContent("%3$s"));

  private static final String WITHDRAWN =
      """
      SELECT EXISTS (
        SELECT FROM products
        WHERE id = :id AND published
          AND (withdrawn_at IS NOT NULL OR expires_at <= :now)
      )
      """;

  private static final String WITHDRAW =
      """
      UPDATE products
      SET withdrawn_at = least(expires_at, :now), updated_at = now(), updated_by = :who,
          version = version + 1
      WHERE id IN (
        SELECT id FROM products
        WHERE withdrawn_at IS NULL AND <which>
        ORDER BY id
        LIMIT 1000
        FOR UPDATE
      )
      RETURNING id
      """;

  private static final String NEXT_EXPIRY =
      """
      SELECT ceil(extract(epoch FROM min(expires_at) - :now) * 1000)::bigint
      FROM products
      WHERE withdrawn_at IS NULL AND expires_at <= :until
      """;

  private final Database database;
  private final Outbox outbox;
  private final InstantSource clock;

  /**
   * Over the tables of the catalogue.
   *
   * @param clock says which of the known prices holds
   */
  PostgresCatalogStore(Database database, Outbox outbox, InstantSource clock) {
    this.database = database;
    this.outbox = outbox;
    this.clock = clock;
  }

  private static String priced(String column) {
    return switch (column) {
      case "list_price_minor" -> dated("next_list_minor", "list_minor", column);
      case "price_minor" -> dated("next_price_minor", "price_minor", column);
      case "currency" -> "coalesce(c.currency, p.currency) AS currency";
      default -> "p." + column;
    };
  }

  private static String dated(String next, String current, String own) {
    return "CASE WHEN :now >= c.next_at THEN c.%s ELSE coalesce(c.%s, p.%s) END AS %s"
        .formatted(next, current, own, own);
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private record Written(String id, boolean created, boolean withdrawn) {}

  @Override
  public List<StoredProduct> published(List<ProductId> ids, StoredProduct.Detail detail) {
    return database.read(
        handle ->
            entries(
                handle
                    .createQuery(PUBLISHED)
                    .bind("now", now())
                    .define("columns", columns(detail))
                    .bindArray("ids", String.class, Rows.column(ids, ProductId::value)),
                detail));
  }

  @Override
  public ProductPage page(String source, String after, int size, StoredProduct.Detail detail) {
    return database.read(
        handle ->
            ProductPage.of(
                entries(
                    handle
                        .createQuery(PAGE)
                        .define(
                            "source",
                            source.isEmpty()
                                ? "true"
                                : "source <> '' AND source = :source AND withdrawn_at IS NULL")
                        .bind("source", source)
                        .bind("now", now())
                        .define("columns", columns(detail))
                        .bind("after", after)
                        .bind("max", size + 1),
                    detail),
                size));
  }

  @Override
  public List<Boolean> write(SequencedCollection<Product> products) {
    return database.write(handle -> write(handle, products, Catalog.NAME, true));
  }

  /**
   * Changes a product within a transaction. One that is withdrawn stays so, and is not found: only
   * a feed brings it back.
   *
   * @param by who does so
   */
  void edit(Handle handle, Product product, String by) {
    var _ = write(handle, List.of(product), by, false);
  }

  private List<Boolean> write(
      Handle handle, SequencedCollection<Product> products, String who, boolean bringsBack) {
    addCategories(handle, products);
    List<Written> written = upsert(handle, products, who, bringsBack);
    Set<String> listed =
        written.stream().filter(it -> !it.withdrawn()).map(Written::id).collect(toSet());
    PostgresSearchIndex.write(
        handle,
        products.stream().filter(product -> listed.contains(product.id().value())).toList());
    outbox.append(handle, written.stream().map(Written::id).toList());
    return written.stream().map(Written::created).toList();
  }

  @Override
  public boolean isWithdrawn(ProductId id) {
    return database.read(
        handle ->
            handle
                .createQuery(WITHDRAWN)
                .bind("id", id.value())
                .bind("now", now())
                .mapTo(Boolean.class)
                .one());
  }

  @Override
  public int withdraw(SequencedCollection<ProductId> ids) {
    return database.write(
        handle ->
            withdraw(
                handle,
                handle
                    .createQuery(WITHDRAW)
                    .define("which", "id = ANY (:ids)")
                    .bindArray("ids", String.class, Rows.column(ids, ProductId::value))));
  }

  @Override
  public boolean recordBoundaries() {
    return database.write(
            handle ->
                withdraw(
                    handle, handle.createQuery(WITHDRAW).define("which", "expires_at <= :now")))
        > 0;
  }

  @Override
  public Optional<Duration> untilNextBoundary(Duration limit) {
    OffsetDateTime now = now();
    return database.read(
        handle ->
            Boundaries.until(
                handle.createQuery(NEXT_EXPIRY).bind("now", now).bind("until", now.plus(limit))));
  }

  private int withdraw(Handle handle, Query query) {
    List<String> withdrawn =
        query.bind("now", now()).bind("who", Catalog.NAME).mapTo(String.class).list();
    PostgresSearchIndex.remove(handle, withdrawn);
    outbox.append(handle, withdrawn);
    return withdrawn.size();
  }

  /** Makes products findable that were stored before the form of what search needs of them. */
  void indexOlder() {
    boolean isDone = false;
    while (!isDone) {
      isDone = database.write(PostgresCatalogStore::indexSome) == 0;
    }
  }

  private static int indexSome(Handle handle) {
    List<Product> products =
        handle
            .createQuery(OLDER)
            .define("columns", FULL_COLUMNS)
            .bind("form", PostgresSearchIndex.FORM)
            .map((row, _) -> PostgresProductRows.full(row).product())
            .list();
    PostgresSearchIndex.write(handle, products);
    return products.size();
  }

  private static void addCategories(Handle handle, SequencedCollection<Product> products) {
    List<String> paths =
        products.stream()
            .flatMap(product -> product.listing().paths().stream())
            .map(Rows::arrayLiteral)
            .distinct()
            .toList();
    handle
        .createUpdate(ADD_CATEGORIES)
        .bindArray("paths", String.class, paths)
        .bind("who", Catalog.NAME)
        .execute();
  }

  private List<Written> upsert(
      Handle handle, SequencedCollection<Product> products, String who, boolean bringsBack) {
    Query upsert =
        handle
            .createQuery(UPSERT)
            .bind("who", who)
            .bind("now", now())
            .bind("bringsBack", bringsBack);
    for (PostgresProductColumns.Column column : PostgresProductColumns.ALL) {
      List<@Nullable String> values = new ArrayList<>(products.size());
      products.forEach(product -> values.add(column.value().apply(product)));
      upsert.bindArray(column.name(), String.class, values);
    }
    return upsert
        .map(
            (row, _) ->
                new Written(
                    row.getString("id"), row.getBoolean("created"), row.getBoolean("withdrawn")))
        .list();
  }

  private static String columns(StoredProduct.Detail detail) {
    return switch (detail) {
      case CARD -> CARD_COLUMNS;
      case FULL -> FULL_COLUMNS;
    };
  }

  private static List<StoredProduct> entries(Query query, StoredProduct.Detail detail) {
    return query.map((row, context) -> entry(row, detail)).list();
  }

  private static StoredProduct entry(ResultSet row, StoredProduct.Detail detail)
      throws SQLException {
    return switch (detail) {
      case CARD -> PostgresProductRows.card(row);
      case FULL -> PostgresProductRows.full(row);
    };
  }
}
