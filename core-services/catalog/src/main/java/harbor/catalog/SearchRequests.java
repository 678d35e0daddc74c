package harbor.catalog;

import harbor.catalog.search.ProductSearch.Facets;
import harbor.catalog.search.Question;
import harbor.catalog.search.Question.Order;
import harbor.catalog.v1.SearchOrder;
import harbor.catalog.v1.SearchProductsRequest;
import harbor.kit.service.call.Failure;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Questions of search from requests. */
final class SearchRequests {
  private static final int MAX_QUERY = 200;
  private static final int MAX_VALUES = 20;
  private static final int MAX_VALUE = 1_000;
  private static final int MAX_STARS = 5;

  private SearchRequests() {}

  /** The question that a request states; throws the failure that names the field. */
  static Question question(SearchProductsRequest request) {
    text("INVALID_QUERY", "query", request.getQuery(), MAX_QUERY);
    Question typed = Question.of(request.getQuery(), order(request.getOrder()));
    return new Question(
        typed.words(),
        typed.isWordless(),
        text("INVALID_FILTER", "category", request.getCategory(), MAX_VALUE),
        brands(request),
        price("min_price_minor", request.hasMinPriceMinor(), request.getMinPriceMinor(), 0),
        price(
            "max_price_minor",
            request.hasMaxPriceMinor(),
            request.getMaxPriceMinor(),
            request.getMinPriceMinor()),
        stars(request.getMinStars()),
        request.getAvailableOnly(),
        specifications(request),
        typed.order());
  }

  /** How many brands, and values of a property, facets have at most. */
  static int facetValues(SearchProductsRequest request) {
    int max = request.getMaxFacetValues();
    if (max < 0 || max > Facets.MAX_BRANDS) {
      throw Failure.invalidArgument(
          "INVALID_FILTER",
          "max_facet_values: %d (expected: 0 to %d).".formatted(max, Facets.MAX_BRANDS));
    }
    return max == 0 ? Facets.MAX_BRANDS : max;
  }

  private static SortedSet<String> brands(SearchProductsRequest request) {
    few("brands", request.getBrandsCount());
    List<String> brands = request.getBrandsList();
    brands.forEach(brand -> text("INVALID_FILTER", "brands", brand, MAX_VALUE));
    return new TreeSet<>(brands);
  }

  private static SortedMap<String, SortedSet<String>> specifications(
      SearchProductsRequest request) {
    few("specifications", request.getSpecificationsCount());
    SortedMap<String, SortedSet<String>> values = new TreeMap<>();
    request
        .getSpecificationsList()
        .forEach(
            line ->
                values
                    .computeIfAbsent(
                        text("INVALID_FILTER", "specifications", line.getName(), MAX_VALUE),
                        _ -> new TreeSet<>())
                    .add(text("INVALID_FILTER", "specifications", line.getValue(), MAX_VALUE)));
    return values;
  }

  private static OptionalLong price(String field, boolean isGiven, long minor, long min) {
    if (isGiven && minor < min) {
      throw Failure.invalidArgument(
          "INVALID_FILTER", "%s: %d (expected: at least %d).".formatted(field, minor, min));
    }
    return isGiven ? OptionalLong.of(minor) : OptionalLong.empty();
  }

  private static int stars(int stars) {
    if (stars < 0 || stars > MAX_STARS) {
      throw Failure.invalidArgument(
          "INVALID_FILTER", "min_stars: %d (expected: 0 to %d).".formatted(stars, MAX_STARS));
    }
    return stars;
  }

  private static void few(String field, int count) {
    if (count > MAX_VALUES) {
      throw Failure.invalidArgument(
          "INVALID_FILTER", "%s: %d (expected: at most %d).".formatted(field, count, MAX_VALUES));
    }
  }

  private static String text(String reason, String field, String value, int max) {
    if (value.codePointCount(0, value.length()) > max || value.indexOf('\0') >= 0) {
      throw Failure.invalidArgument(
          reason, "%s (expected: at most %d characters without U+0000).".formatted(field, max));
    }
    return value;
  }

  private static Optional<Order> order(SearchOrder order) {
    return switch (order) {
      case SEARCH_ORDER_UNSPECIFIED -> Optional.empty();
      case SEARCH_ORDER_RELEVANCE -> Optional.of(Order.RELEVANCE);
      case SEARCH_ORDER_PRICE_ASCENDING -> Optional.of(Order.PRICE_ASCENDING);
      case SEARCH_ORDER_PRICE_DESCENDING -> Optional.of(Order.PRICE_DESCENDING);
      case SEARCH_ORDER_RATING -> Optional.of(Order.RATING);
      case SEARCH_ORDER_NEWEST -> Optional.of(Order.NEWEST);
      case UNRECOGNIZED ->
          throw Failure.invalidArgument("INVALID_FILTER", "order: none that there is.");
    };
  }
}
