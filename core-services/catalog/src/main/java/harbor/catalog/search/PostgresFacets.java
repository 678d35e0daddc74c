package harbor.catalog.search;

import harbor.catalog.search.ProductSearch.CategoryCount;
import harbor.catalog.search.ProductSearch.Count;
import harbor.catalog.search.ProductSearch.Facets;
import harbor.catalog.search.ProductSearch.PriceRange;
import harbor.catalog.search.ProductSearch.Property;
import harbor.kit.service.row.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Counts what all products found have in common, in the statement that finds them. */
final class PostgresFacets {
  /** Beginnings of ranges, in minor units. */
  static final List<Long> PRICES =
      List.of(0L, 1_000L, 2_000L, 5_000L, 10_000L, 20_000L, 50_000L, 100_000L, 200_000L, 500_000L);

  private static final int MAX_PROPERTIES = 8;

  /** A property is a main one when so many in a hundred products say something of it. */
  private static final int MAIN_PERCENT = 40;

  /**
   * Of what, its value, and how many of {@code found} have it. All but the specifications are
   * counted in one pass.
   */
  static final String COUNTS =
      """
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
      FROM (
        SELECT currency::text, brand, category, availability, (rating_tenths / 10)::text AS stars,
               width_bucket(price_minor, CAST(:prices AS bigint[]))::text AS price
        FROM found
      ) AS said
      GROUP BY GROUPING SETS ((currency), (brand), (category), (price), (stars), (availability))
      UNION ALL
      SELECT 'line', line, count(*)
      FROM found
      CROSS JOIN LATERAL unnest(specifications) AS said (line)
      WHERE 5000 >= (SELECT count(*) FROM found)
      GROUP BY line
      HAVING count(*) > 1
      """;

  private final Map<String, List<Count>> counts = new LinkedHashMap<>();

  /** Adds a row of {@link #COUNTS}. */
  void add(ResultSet row) throws SQLException {
    counts
        .computeIfAbsent(row.getString("facet"), _ -> new ArrayList<>())
        .add(new Count(row.getString("value"), row.getInt("products")));
  }

  /** How many products were counted: each has one currency. */
  int total() {
    return of("currency").stream().mapToInt(Count::count).sum();
  }

  /**
   * All counts.
   *
   * @param category slug of the one asked for; may be empty
   * @param names gives the names of the paths of categories
   */
  Facets facets(String category, Function<List<String>, Map<String, List<String>>> names) {
    Map<String, List<String>> paths =
        names.apply(of("category").stream().map(Count::value).toList());
    return new Facets(
        of("brand").stream()
            .filter(one -> !one.value().isEmpty())
            .sorted(MOST_FIRST)
            .limit(Facets.MAX_BRANDS + 1)
            .toList(),
        CategoryTree.below(
            category,
            of("category").stream()
                .map(
                    one ->
                        new CategoryCount(
                            one.value(), paths.getOrDefault(one.value(), List.of()), one.count()))
                .toList()),
        prices(
            of("price"),
            of("currency").stream().sorted(MOST_FIRST).map(Count::value).findFirst().orElse("")),
        ratings(of("stars")),
        properties(of("line"), total()),
        of("availability").stream()
            .filter(one -> ORDERABLE.contains(one.value()))
            .mapToInt(Count::count)
            .sum());
  }

  private List<Count> of(String facet) {
    return counts.getOrDefault(facet, List.of());
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
