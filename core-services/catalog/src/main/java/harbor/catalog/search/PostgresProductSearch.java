package harbor.catalog.search;

import harbor.catalog.product.Image;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.Rows;
import harbor.kit.service.row.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Search in PostgreSQL: what fits is found by the full text index, and sorted, filtered and counted
 * by what the rows found say.
 */
public final class PostgresProductSearch implements ProductSearch {
  /** What fits, with what it is sorted, filtered and counted by. */
  private static final String FITTING =
      """
      SELECT s.product_id, s.document, s.title_words, s.brand, s.category, s.specifications, s.added_micros,
             CASE WHEN :now >= c.next_at THEN c.next_list_minor ELSE coalesce(c.list_minor, s.list_minor) END AS list_minor,
             CASE WHEN :now >= c.next_at THEN c.next_price_minor ELSE coalesce(c.price_minor, s.price_minor) END AS price_minor,
             coalesce(c.currency, s.currency) AS currency,
             coalesce(c.availability, '') AS availability,
             coalesce(c.rating_tenths, 0) AS rating_tenths,
             coalesce(c.rating_count, 0) AS rating_count
      FROM search_products AS s
      LEFT JOIN search_copies AS c USING (product_id)
      """;

  private static final String PAGE =
      """
      WITH fitting AS (<fitting>), sorted AS (
        SELECT product_id, list_minor, price_minor, currency, availability, rating_tenths, rating_count,
               <first> AS first, <second> AS second
        FROM fitting
        WHERE <filter>
      ), page AS (
        SELECT *
        FROM sorted
        WHERE <after>
        ORDER BY first, second, product_id
        LIMIT :max
      )
      SELECT page.*, p.title, p.short_title, p.brand, p.image_url, p.image_alt, p.link
      FROM page
      JOIN products AS p ON p.id = page.product_id
      ORDER BY first, second, product_id
      """;

  /** The same, with the counts of all pages: what fits is found, and opened, once. */
  private static final String COUNTED_PAGE =
      """
      WITH fitting AS (<fitting>), found AS MATERIALIZED (
        SELECT product_id, list_minor, price_minor, currency, availability, rating_tenths, rating_count,
               brand, category, specifications, <first> AS first, <second> AS second
        FROM fitting
        WHERE <filter>
      ), page AS (
        SELECT product_id, list_minor, price_minor, currency, availability, rating_tenths, rating_count,
               first, second, row_number() OVER (ORDER BY first, second, product_id) AS place
        FROM found
        WHERE <after>
        ORDER BY place
        LIMIT :max
      ), counted AS (
        SELECT 'product' AS facet, product_id AS value, place AS products
        FROM page
        UNION ALL
        <counts>
      )
      SELECT counted.*, page.*, p.title, p.short_title, p.brand, p.image_url, p.image_alt, p.link
      FROM counted
      LEFT JOIN page ON counted.facet = 'product' AND counted.products = page.place
      LEFT JOIN products AS p ON p.id = page.product_id
      ORDER BY place
      """;

  private static final String TOTAL =
      """
      WITH fitting AS (<fitting>)
      SELECT count(*)
      FROM fitting
      WHERE <filter>
      """;

  /** Better fits come first: the very product, then all words among the names, then all words. */
  private static final String RELEVANCE =
      """
      -(CASE WHEN title_words = :title THEN 8000 ELSE 0 END
        + CASE WHEN document @@ CAST(:exactNames AS tsquery) THEN 4000 ELSE 0 END
        + CASE WHEN document @@ CAST(:exact AS tsquery) THEN 2000 ELSE 0 END
        + CASE WHEN document @@ CAST(:names AS tsquery) THEN 1000 ELSE 0 END
        + round(1000 * ts_rank('{0.05, 0.2, 0.4, 1.0}', document, CAST(:any AS tsquery), 1)))::bigint
      """;

  private static final String CATEGORIES =
      """
      SELECT counted.slug, counted.products, named.path
      FROM (SELECT category AS slug, count(*) AS products FROM search_products GROUP BY category) AS counted
      CROSS JOIN LATERAL (
        SELECT path FROM categories WHERE slug = counted.slug ORDER BY path LIMIT 1
      ) AS named
      """;

  private static final String PATHS =
      """
      SELECT DISTINCT ON (slug) slug, path
      FROM categories
      WHERE slug = ANY (:slugs)
      ORDER BY slug, path
      """;

  private static final String NAMES =
      """
      SELECT path
      FROM categories
      WHERE slug = :category
        AND EXISTS (
          SELECT FROM search_products
          WHERE category = :category OR category BETWEEN :below AND :belowLast OR further @> ARRAY[CAST(:category AS text)]
        )
      ORDER BY path
      LIMIT 1
      """;

  /** After every slug of a category below, in the order of bytes. */
  private static final String LAST_BELOW = "/~";

  private final Database database;
  private final InstantSource clock;

  /**
   * Over the tables of the catalogue.
   *
   * @param clock says which of the known prices holds
   */
  public PostgresProductSearch(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** A condition of SQL, and what it is about. */
  private record Fitting(Question question, Optional<TextQuery> text, Instant now) {
    static Fitting of(Handle handle, Question question, Optional<Cursor> after, Instant now) {
      return new Fitting(
          question,
          question.words().isEmpty()
              ? Optional.empty()
              : Optional.of(
                  PostgresSearchWords.read(
                      handle, question.words(), after.map(Cursor::reading).orElse(""))),
          now);
    }

    /** The rows, before what their copies say is looked at. */
    String rows() {
      List<String> conditions = new ArrayList<>();
      if (question.isWordless()) {
        conditions.add("false");
      }
      if (text.isPresent()) {
        conditions.add("s.document @@ CAST(:wide AS tsquery)");
      }
      if (!question.category().isEmpty()) {
        conditions.add(
            "(s.category = :category OR s.category BETWEEN :below AND :belowLast"
                + " OR s.further @> ARRAY[CAST(:category AS text)])");
      }
      if (!question.brands().isEmpty()) {
        conditions.add("s.brand = ANY (:brands)");
      }
      for (int i = 0; i < question.specifications().size(); i++) {
        conditions.add("s.specifications && :specification" + i);
      }
      return conditions.isEmpty()
          ? FITTING
          : FITTING + "WHERE " + String.join("\n  AND ", conditions) + "\n";
    }

    String filter() {
      List<String> conditions = new ArrayList<>(List.of("true"));
      question.minPrice().ifPresent(_ -> conditions.add("price_minor >= :minPrice"));
      question.maxPrice().ifPresent(_ -> conditions.add(":maxPrice >= price_minor"));
      if (question.minStars() > 0) {
        conditions.add("rating_tenths >= :minTenths");
      }
      if (question.isAvailableOnly()) {
        conditions.add("availability IN ('AVAILABLE', 'PREORDER', 'BACKORDER')");
      }
      return String.join(" AND ", conditions);
    }

    String first() {
      return switch (question.order()) {
        case RELEVANCE -> text.isPresent() ? RELEVANCE : "CAST(0 AS bigint)";
        case PRICE_ASCENDING -> "price_minor";
        case PRICE_DESCENDING -> "-price_minor";
        case RATING -> "CAST(-rating_tenths AS bigint)";
        case NEWEST -> "-added_micros";
      };
    }

    String second() {
      return question.order() == Question.Order.RATING
          ? "CAST(-rating_count AS bigint)"
          : "CAST(0 AS bigint)";
    }

    boolean isRanked() {
      return question.order() == Question.Order.RELEVANCE;
    }

    <S extends SqlStatement<S>> S bind(S statement) {
      statement
          .define("fitting", rows())
          .define("filter", filter())
          .bind("now", now.atOffset(ZoneOffset.UTC));
      text.ifPresent(query -> statement.bind("wide", query.wide()));
      if (!question.category().isEmpty()) {
        statement
            .bind("category", question.category())
            .bind("below", question.category() + "/")
            .bind("belowLast", question.category() + LAST_BELOW);
      }
      if (!question.brands().isEmpty()) {
        statement.bindArray("brands", String.class, List.copyOf(question.brands()));
      }
      int number = 0;
      for (Map.Entry<String, SortedSet<String>> property : question.specifications().entrySet()) {
        statement.bindArray(
            "specification" + number++,
            String.class,
            property.getValue().stream()
                .map(value -> property.getKey() + SearchDocument.BETWEEN + value)
                .toList());
      }
      question.minPrice().ifPresent(min -> statement.bind("minPrice", min));
      question.maxPrice().ifPresent(max -> statement.bind("maxPrice", max));
      if (question.minStars() > 0) {
        statement.bind("minTenths", 10 * question.minStars());
      }
      return statement;
    }
  }

  private record Row(Found found, Cursor at) {}

  @Override
  public Optional<Page> page(
      Question question, Optional<Cursor> after, int size, boolean withFacets) {
    return database.read(
        handle -> {
          Optional<List<String>> names = names(handle, question.category());
          if (names.isEmpty()) {
            return Optional.empty();
          }
          Fitting fitting = Fitting.of(handle, question, after, clock.instant());
          PostgresFacets counts = new PostgresFacets();
          List<Row> rows =
              withFacets
                  ? rows(handle, fitting, after, size + 1, counts)
                  : rows(handle, fitting, after, size + 1);
          List<Row> shown = rows.subList(0, Math.min(size, rows.size()));
          Optional<Facets> facets =
              withFacets
                  ? Optional.of(counts.facets(question.category(), slugs -> paths(handle, slugs)))
                  : Optional.empty();
          int total = withFacets ? counts.total() : total(handle, fitting);
          return Optional.of(
              new Page(
                  shown.stream().map(Row::found).toList(),
                  rows.size() > size ? Optional.of(shown.getLast().at()) : Optional.empty(),
                  total,
                  facets,
                  question.category().isEmpty()
                      ? Optional.empty()
                      : Optional.of(
                          new CategoryCount(question.category(), names.orElseThrow(), total))));
        });
  }

  @Override
  public List<CategoryCount> categories() {
    return CategoryTree.of(
        database.read(
            handle ->
                handle
                    .createQuery(CATEGORIES)
                    .map(
                        (row, _) ->
                            new CategoryCount(
                                row.getString("slug"),
                                Rows.texts(row, "path"),
                                row.getInt("products")))
                    .list()));
  }

  private static int total(Handle handle, Fitting fitting) {
    return fitting.bind(handle.createQuery(TOTAL)).mapTo(Integer.class).one();
  }

  private static List<Row> rows(Handle handle, Fitting fitting, Optional<Cursor> after, int max) {
    return query(handle, PAGE, fitting, after, max).map((row, _) -> row(row, fitting)).list();
  }

  /** The same, which adds what was counted. */
  private static List<Row> rows(
      Handle handle, Fitting fitting, Optional<Cursor> after, int max, PostgresFacets counts) {
    List<Row> rows = new ArrayList<>();
    var _ =
        query(handle, COUNTED_PAGE, fitting, after, max)
            .define("counts", PostgresFacets.COUNTS)
            .bindArray("prices", Long.class, PostgresFacets.PRICES)
            .map(
                (row, _) -> {
                  if (row.getString("facet").equals("product")) {
                    rows.add(row(row, fitting));
                  } else {
                    counts.add(row);
                  }
                  return true;
                })
            .list();
    return rows;
  }

  private static Query query(
      Handle handle, String sql, Fitting fitting, Optional<Cursor> after, int max) {
    Query query =
        fitting
            .bind(handle.createQuery(sql))
            .define("first", fitting.first())
            .define("second", fitting.second())
            .define(
                "after",
                after.isPresent()
                    ? "(first, second, product_id) > (:first, :second, :id COLLATE \"C\")"
                    : "true")
            .bind("max", max);
    after.ifPresent(
        cursor ->
            query
                .bind("first", cursor.first())
                .bind("second", cursor.second())
                .bind("id", cursor.id()));
    if (fitting.isRanked()) {
      fitting.text().ifPresent(text -> rank(query, text));
    }
    return query;
  }

  private static void rank(Query query, TextQuery text) {
    query
        .bind("title", text.title())
        .bind("exact", text.exact())
        .bind("exactNames", text.exactNames())
        .bind("names", text.names())
        .bind("any", text.any());
  }

  private static Row row(ResultSet row, Fitting fitting) throws SQLException {
    String image = row.getString("image_url");
    String currency = row.getString("currency");
    String id = row.getString("product_id");
    return new Row(
        new Found(
            id,
            row.getString("title"),
            row.getString("short_title"),
            row.getString("brand"),
            image == null
                ? Optional.empty()
                : Optional.of(new Image(image, row.getString("image_alt"))),
            new Money(row.getLong("list_minor"), currency),
            new Money(row.getLong("price_minor"), currency),
            row.getInt("rating_tenths"),
            row.getInt("rating_count"),
            row.getString("availability"),
            row.getString("link")),
        new Cursor(
            row.getLong("first"),
            row.getLong("second"),
            id,
            fitting.text().map(TextQuery::reading).orElse("")));
  }

  private static Map<String, List<String>> paths(Handle handle, List<String> slugs) {
    Map<String, List<String>> paths = new HashMap<>();
    handle
        .createQuery(PATHS)
        .bindArray("slugs", String.class, slugs)
        .map((row, _) -> paths.put(row.getString("slug"), Rows.texts(row, "path")))
        .list();
    return paths;
  }

  /** Names of a category with something in it; none for no category at all. */
  private static Optional<List<String>> names(Handle handle, String category) {
    if (category.isEmpty()) {
      return Optional.of(List.of());
    }
    return handle
        .createQuery(NAMES)
        .bind("category", category)
        .bind("below", category + "/")
        .bind("belowLast", category + LAST_BELOW)
        .map((row, _) -> Rows.texts(row, "path"))
        .findOne();
  }
}
