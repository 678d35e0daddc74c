package harbor.catalog.search;

import harbor.catalog.search.ProductSearch.CategoryCount;
import harbor.catalog.search.ProductSearch.Count;
import harbor.catalog.search.ProductSearch.Facets;
import harbor.catalog.search.ProductSearch.PriceRange;
import harbor.catalog.search.ProductSearch.Property;
import harbor.kit.service.row.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Query;

/** Counts what all products found have in common, in one statement over the same rows. */
final class PostgresFacets {
  /** Beginnings of ranges, in minor units. */
  private static final List<Long> PRICES =
      List.of(0L, 1_000L, 2_000L, 5_000L, 10_000L, 20_000L, 50_000L, 100_000L, 200_000L, 500_000L);

  private static final int MAX_PROPERTIES = 8;

  /** A property is a main one when so many in a hundred products say something of it. */
  private static final int MAIN_PERCENT = 40;

  /** All but the specifications are counted in one pass. */
  static final String COUNTS =
      """
      WITH fitting AS (<fitting>), found AS MATERIALIZED (
        SELECT currency::text, brand, category, availability, specifications,
               width_bucket(price_minor, CAST(:prices AS bigint[]))::text AS price,
               (rating_tenths / 10)::text AS stars
        FROM fitting
        WHERE <filter>
      ), lines AS (
        SELECT line, count(*) AS products
        FROM found
        CROSS JOIN LATERAL unnest(specifications) AS said (line)
        WHERE 5000 >= (SELECT count(*) FROM found)
        GROUP BY line
        HAVING count(*) > 1
      )
      SELECT CASE grouping(currency, brand, category, price, stars, availability)
               WHEN 31 THEN 'currency'
               WHEN 47 THEN 'brand'
               WHEN 55 THEN 'category'
               WHEN 59 THEN 'price'
               WHEN 61 THEN 'stars'
               ELSE 'availability'
             END AS facet,
             coalesce(currency, brand, category, price, stars, availability) AS value,
             count(*) AS products
      FROM found
      GROUP BY GROUPING SETS ((currency), (brand), (category), (price), (stars), (availability))
      UNION ALL SELECT 'line', line, products FROM lines
      """;

  private PostgresFacets() {}

  private record Row(String facet, Count count) {}

  /**
   * Counts them.
   *
   * @param query {@link #COUNTS} with what fits
   * @param category slug of the one asked for; may be empty
   * @param names gives the names of the paths of categories
   */
  static Facets count(
      Query query, String category, Function<List<String>, Map<String, List<String>>> names) {
    Map<String, List<Count>> counts = new LinkedHashMap<>();
    query
        .bindArray("prices", Long.class, PRICES)
        .map(
            (row, _) ->
                new Row(
                    row.getString("facet"),
                    new Count(row.getString("value"), row.getInt("products"))))
        .forEach(
            row -> counts.computeIfAbsent(row.facet(), _ -> new ArrayList<>()).add(row.count()));
    List<Count> categories = counts.getOrDefault("category", List.of());
    Map<String, List<String>> paths = names.apply(categories.stream().map(Count::value).toList());
    List<Count> currencies = counts.getOrDefault("currency", List.of());
    return new Facets(
        counts.getOrDefault("brand", List.of()).stream()
            .filter(one -> !one.value().isEmpty())
            .sorted(MOST_FIRST)
            .limit(Facets.MAX_BRANDS + 1)
            .toList(),
        CategoryTree.below(
            category,
            categories.stream()
                .map(
                    one ->
                        new CategoryCount(
                            one.value(), paths.getOrDefault(one.value(), List.of()), one.count()))
                .toList()),
        prices(
            counts.getOrDefault("price", List.of()),
            currencies.stream().sorted(MOST_FIRST).map(Count::value).findFirst().orElse("")),
        ratings(counts.getOrDefault("stars", List.of())),
        properties(
            counts.getOrDefault("line", List.of()),
            currencies.stream().mapToInt(Count::count).sum()),
        counts.getOrDefault("availability", List.of()).stream()
            .filter(one -> ORDERABLE.contains(one.value()))
            .mapToInt(Count::count)
            .sum());
  }

  private static final Set<String> ORDERABLE = Set.of("AVAILABLE", "PREORDER", "BACKORDER");

  private static final Comparator<Count> MOST_FIRST =
      Comparator.comparingInt((Count one) -> -one.count()).thenComparing(Count::value);

  private static List<PriceRange> prices(List<Count> buckets, String currency) {
    return buckets.stream()
        .map(
            bucket -> {
              int number = Integer.parseInt(bucket.value());
              return new PriceRange(
                  new Money(PRICES.get(number - 1), currency),
                  number < PRICES.size()
                      ? Optional.of(new Money(PRICES.get(number) - 1, currency))
                      : Optional.empty(),
                  bucket.count());
            })
        .sorted(Comparator.comparingLong(range -> range.min().minor()))
        .toList();
  }

  /** For at least 1, 2, 3 and 4 stars. */
  private static List<Integer> ratings(List<Count> stars) {
    return Stream.of(1, 2, 3, 4)
        .map(
            min ->
                stars.stream()
                    .filter(one -> Integer.parseInt(one.value()) >= min)
                    .mapToInt(Count::count)
                    .sum())
        .toList();
  }

  /** What most of the products say, and not each of them alone. */
  private static List<Property> properties(List<Count> lines, int total) {
    Map<String, List<Count>> values = new LinkedHashMap<>();
    for (Count line : lines) {
      int between = line.value().indexOf(SearchDocument.BETWEEN);
      values
          .computeIfAbsent(line.value().substring(0, between), _ -> new ArrayList<>())
          .add(new Count(line.value().substring(between + 1), line.count()));
    }
    return values.entrySet().stream()
        .filter(property -> property.getValue().size() > 1)
        .filter(property -> 100 * said(property.getValue()) >= MAIN_PERCENT * total)
        .sorted(
            Comparator.comparingInt(
                    (Map.Entry<String, List<Count>> property) -> -said(property.getValue()))
                .thenComparing(Map.Entry::getKey))
        .limit(MAX_PROPERTIES)
        .map(
            property ->
                new Property(
                    property.getKey(),
                    property.getValue().stream()
                        .sorted(MOST_FIRST)
                        .limit(Facets.MAX_VALUES + 1)
                        .toList()))
        .toList();
  }

  private static int said(List<Count> values) {
    return values.stream().mapToInt(Count::count).sum();
  }
}
