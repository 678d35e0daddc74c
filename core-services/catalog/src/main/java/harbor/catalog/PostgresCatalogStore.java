package harbor.catalog;

import harbor.catalog.product.Product;
import harbor.catalog.product.ProductId;
import harbor.kit.service.Database;
import harbor.kit.service.Outbox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedCollection;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The products in PostgreSQL. */
final class PostgresCatalogStore implements CatalogStore {
  private static final String CARD_COLUMNS =
      "id, title, short_title, brand, image_url, image_alt,"
          + " list_price_minor, price_minor, currency";

  private static final String FULL_COLUMNS =
      PostgresProductColumns.each("%1$s")
          + ", created_at, created_by, updated_at, updated_by, version";

  private static final String PUBLISHED =
      """
      SELECT <columns>
      FROM products
      WHERE id = ANY (:ids) AND published
      ORDER BY array_position(:ids, id)
      """;

  private static final String PAGE =
      """
      SELECT <columns>
      FROM products
      WHERE id > :after
      ORDER BY id
      LIMIT :most
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
      SET %s, updated_at = now(), updated_by = excluded.updated_by, version = stored.version + 1
      WHERE (%s) IS DISTINCT FROM (%s)
      RETURNING id, xmax = 0 AS created
      """
          .formatted(
              PostgresProductColumns.each("%1$s"),
              PostgresProductColumns.each("sent.%1$s::%2$s"),
              PostgresProductColumns.each(":%1$s"),
              PostgresProductColumns.each("%1$s"),
              PostgresProductColumns.each("%1$s = excluded.%1$s"),
              PostgresProductColumns.each("stored.%1$s"),
              PostgresProductColumns.each("excluded.%1$s"));

  private final Database database;
  private final Outbox outbox;

  PostgresCatalogStore(Database database, Outbox outbox) {
    this.database = database;
    this.outbox = outbox;
  }

  private record Written(String id, boolean created) {}

  @Override
  public List<Entry> published(List<ProductId> ids, Entry.Detail detail) {
    return database.read(
        handle ->
            entries(
                handle
                    .createQuery(PUBLISHED)
                    .define("columns", columns(detail))
                    .bind(
                        "ids", new PostgresTextArray(ids.stream().map(ProductId::value).toList())),
                detail));
  }

  @Override
  public Page page(String after, int size, Entry.Detail detail) {
    return database.read(
        handle ->
            Page.of(
                entries(
                    handle
                        .createQuery(PAGE)
                        .define("columns", columns(detail))
                        .bind("after", after)
                        .bind("most", size + 1),
                    detail),
                size));
  }

  @Override
  public List<Boolean> write(SequencedCollection<Product> products) {
    return database.write(
        handle -> {
          addCategories(handle, products);
          List<Written> written = upsert(handle, products);
          outbox.append(handle, written.stream().map(Written::id).toList());
          return written.stream().map(Written::created).toList();
        });
  }

  private static void addCategories(Handle handle, SequencedCollection<Product> products) {
    List<String> paths =
        products.stream()
            .map(product -> PostgresTextArray.literal(product.listing().categoryPath()))
            .distinct()
            .toList();
    handle
        .createUpdate(ADD_CATEGORIES)
        .bind("paths", new PostgresTextArray(paths))
        .bind("who", Catalog.NAME)
        .execute();
  }

  private static List<Written> upsert(Handle handle, SequencedCollection<Product> products) {
    Query upsert = handle.createQuery(UPSERT).bind("who", Catalog.NAME);
    for (PostgresProductColumns.Column column : PostgresProductColumns.ALL) {
      List<@Nullable String> values = new ArrayList<>(products.size());
      products.forEach(product -> values.add(column.value().apply(product)));
      upsert.bind(column.name(), new PostgresTextArray(values));
    }
    return upsert
        .map((row, _) -> new Written(row.getString("id"), row.getBoolean("created")))
        .list();
  }

  private static String columns(Entry.Detail detail) {
    return switch (detail) {
      case CARD -> CARD_COLUMNS;
      case FULL -> FULL_COLUMNS;
    };
  }

  private static List<Entry> entries(Query query, Entry.Detail detail) {
    return query.map((row, context) -> entry(row, detail)).list();
  }

  private static Entry entry(ResultSet row, Entry.Detail detail) throws SQLException {
    return switch (detail) {
      case CARD -> PostgresProductRows.card(row);
      case FULL -> PostgresProductRows.full(row);
    };
  }
}
