package harbor.catalog.search;

import harbor.catalog.product.Product;
import harbor.kit.service.database.Rows;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Writes what search needs of products, within the transaction that writes the products: a product
 * is found from the moment on in which it is published, and not after it was hidden.
 */
public final class PostgresSearchIndex {
  /** Of what is written; products of an older one are to be written anew. */
  public static final int FORM = Folding.FORM;

  private static final String REMOVE =
      """
      DELETE FROM search_products
      WHERE product_id = ANY (:ids)
      """;

  private static final String UPSERT =
      """
      INSERT INTO search_products (product_id, form, document, title_words, brand, category, further, specifications,
                                   list_minor, price_minor, currency, added_micros)
      SELECT sent.id, :form, sent.document::tsvector, sent.title_words, sent.brand, sent.category,
             sent.further::text[], sent.specifications::text[], p.list_price_minor, p.price_minor, p.currency,
             (extract(epoch FROM p.created_at) * 1000000)::bigint
      FROM unnest(:ids, :documents, :titles, :brands, :categories, :further, :specifications)
        AS sent (id, document, title_words, brand, category, further, specifications)
      JOIN products AS p ON p.id = sent.id
      ON CONFLICT (product_id) DO UPDATE
      SET form = excluded.form, document = excluded.document, title_words = excluded.title_words,
          brand = excluded.brand, category = excluded.category, further = excluded.further, specifications = excluded.specifications,
          list_minor = excluded.list_minor, price_minor = excluded.price_minor, currency = excluded.currency
      """;

  /** In order, so that two imports wait for each other and do not lock each other out. */
  private static final String ADD_WORDS =
      """
      INSERT INTO search_words (word)
      SELECT word
      FROM unnest(:words) AS sent (word)
      ORDER BY word COLLATE "C"
      ON CONFLICT (word) DO NOTHING
      """;

  private static final String ADD_COPIES =
      """
      INSERT INTO search_copies (product_id)
      SELECT id
      FROM unnest(:ids) AS sent (id)
      ORDER BY id COLLATE "C"
      ON CONFLICT (product_id) DO NOTHING
      """;

  private static final String WITHOUT_SLUG =
      """
      SELECT path
      FROM categories
      WHERE slug IS NULL
      """;

  private static final String SET_SLUGS =
      """
      UPDATE categories
      SET slug = sent.slug
      FROM unnest(:paths, :slugs) AS sent (path, slug)
      WHERE categories.path = sent.path::text[]
      """;

  private PostgresSearchIndex() {}

  /** Writes those that are published, and removes the others. */
  public static void write(Handle handle, Collection<Product> products) {
    if (products.isEmpty()) {
      return;
    }
    Map<String, SearchDocument> documents = new TreeMap<>();
    Map<String, Product> published = new TreeMap<>();
    for (Product product : products) {
      if (product.listing().published()) {
        documents.put(product.id().value(), SearchDocument.of(product));
        published.put(product.id().value(), product);
      }
    }
    addCopies(handle, products);
    remove(
        handle,
        products.stream()
            .filter(product -> !product.listing().published())
            .map(product -> product.id().value())
            .toList());
    setSlugs(handle);
    addWords(handle, documents.values());
    upsert(handle, documents, published);
  }

  private static void addCopies(Handle handle, Collection<Product> products) {
    handle
        .createUpdate(ADD_COPIES)
        .bindArray("ids", String.class, Rows.column(products, p -> p.id().value()))
        .execute();
  }

  /** Nobody finds these products any more. */
  public static void remove(Handle handle, List<String> ids) {
    handle.createUpdate(REMOVE).bindArray("ids", String.class, ids).execute();
  }

  /** Of categories that have just come, and of those from before there were any. */
  private static void setSlugs(Handle handle) {
    List<List<String>> paths =
        handle.createQuery(WITHOUT_SLUG).map((row, _) -> Rows.texts(row, "path")).list();
    if (!paths.isEmpty()) {
      handle
          .createUpdate(SET_SLUGS)
          .bindArray("paths", String.class, Rows.column(paths, Rows::arrayLiteral))
          .bindArray("slugs", String.class, Rows.column(paths, CategorySlug::of))
          .execute();
    }
  }

  private static void addWords(Handle handle, Collection<SearchDocument> documents) {
    TreeSet<String> words = new TreeSet<>();
    documents.forEach(document -> words.addAll(document.words()));
    handle.createUpdate(ADD_WORDS).bindArray("words", String.class, List.copyOf(words)).execute();
  }

  private static void upsert(
      Handle handle, Map<String, SearchDocument> documents, Map<String, Product> products) {
    Collection<SearchDocument> rows = documents.values();
    handle
        .createUpdate(UPSERT)
        .bind("form", FORM)
        .bindArray("ids", String.class, List.copyOf(documents.keySet()))
        .bindArray("documents", String.class, Rows.column(rows, SearchDocument::vector))
        .bindArray("titles", String.class, Rows.column(rows, SearchDocument::titleWords))
        .bindArray(
            "brands", String.class, Rows.column(products.values(), p -> p.identity().brand()))
        .bindArray("categories", String.class, Rows.column(rows, SearchDocument::category))
        .bindArray(
            "further", String.class, Rows.column(rows, row -> Rows.arrayLiteral(row.further())))
        .bindArray(
            "specifications",
            String.class,
            Rows.column(rows, row -> Rows.arrayLiteral(row.specifications())))
        .execute();
  }
}
