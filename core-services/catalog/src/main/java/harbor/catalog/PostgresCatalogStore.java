package harbor.catalog;

import static java.util.stream.Collectors.toSet;

import harbor.catalog.product.Product;
import harbor.catalog.product.ProductId;
import harbor.catalog.search.PostgresSearchIndex;
import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedCollection;
import java.util.Set;
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
      LIMIT :max
      """;

  private static final String OLDER =
      """
      SELECT <columns>
      FROM products
      WHERE published
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
  public List<StoredProduct> published(List<ProductId> ids, StoredProduct.Detail detail) {
    return database.read(
        handle ->
            entries(
                handle
                    .createQuery(PUBLISHED)
                    .define("columns", columns(detail))
                    .bindArray("ids", String.class, Rows.column(ids, ProductId::value)),
                detail));
  }

  @Override
  public ProductPage page(String after, int size, StoredProduct.Detail detail) {
    return database.read(
        handle ->
            ProductPage.of(
                entries(
                    handle
                        .createQuery(PAGE)
                        .define("columns", columns(detail))
                        .bind("after", after)
                        .bind("max", size + 1),
                    detail),
                size));
  }

  @Override
  public List<Boolean> write(SequencedCollection<Product> products) {
    return database.write(
        handle -> {
          addCategories(handle, products);
          List<Written> written = upsert(handle, products);
          Set<String> ids = written.stream().map(Written::id).collect(toSet());
          PostgresSearchIndex.write(
              handle,
              products.stream().filter(product -> ids.contains(product.id().value())).toList());
          outbox.append(handle, written.stream().map(Written::id).toList());
          return written.stream().map(Written::created).toList();
        });
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
            .map(product -> Rows.arrayLiteral(product.listing().categoryPath()))
            .distinct()
            .toList();
    handle
        .createUpdate(ADD_CATEGORIES)
        .bindArray("paths", String.class, paths)
        .bind("who", Catalog.NAME)
        .execute();
  }

  private static List<Written> upsert(Handle handle, SequencedCollection<Product> products) {
    Query upsert = handle.createQuery(UPSERT).bind("who", Catalog.NAME);
    for (PostgresProductColumns.Column column : PostgresProductColumns.ALL) {
      List<@Nullable String> values = new ArrayList<>(products.size());
      products.forEach(product -> values.add(column.value().apply(product)));
      upsert.bindArray(column.name(), String.class, values);
    }
    return upsert
        .map((row, _) -> new Written(row.getString("id"), row.getBoolean("created")))
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
