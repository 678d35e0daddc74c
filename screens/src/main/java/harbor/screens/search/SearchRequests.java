package harbor.screens.search;

import harbor.catalog.v1.SearchOrder;
import harbor.catalog.v1.SearchProductsRequest;
import harbor.catalog.v1.SpecificationFilter;
import harbor.kit.bff.input.Request;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * What clients search for, from the query of their requests; what a request does not say, the
 * catalogue decides.
 */
public final class SearchRequests {
  private static final int MAX_QUERY = 200;
  private static final int MAX_PATH = 700;
  private static final int MAX_TOKEN = 2_000;
  private static final int MAX_VALUES = 20;
  private static final int MAX_VALUE = 1_000;
  private static final int MAX_STARS = 5;
  private static final int FACET_VALUES = 6;
  private static final int MAX_FACET_VALUES = 50;

  /** Without NUL. */
  private static final Pattern SPECIFICATION = Pattern.compile("[^:\\u0000]+:[^\\u0000]*");

  private static final SequencedMap<String, SearchOrder> ORDERS = orders();

  private SearchRequests() {}

  private static SequencedMap<String, SearchOrder> orders() {
    SequencedMap<String, SearchOrder> orders = new LinkedHashMap<>();
    orders.put("relevance", SearchOrder.SEARCH_ORDER_RELEVANCE);
    orders.put("price", SearchOrder.SEARCH_ORDER_PRICE_ASCENDING);
    orders.put("price-desc", SearchOrder.SEARCH_ORDER_PRICE_DESCENDING);
    orders.put("rating", SearchOrder.SEARCH_ORDER_RATING);
    orders.put("newest", SearchOrder.SEARCH_ORDER_NEWEST);
    return Collections.unmodifiableSequencedMap(orders);
  }

  /** A list on a small screen: {@code q}, {@code category} and its pages. */
  public static SearchProductsRequest list(Request request) {
    return pages(words(request), request, 10, 50)
        .setCategory(request.text("category", MAX_PATH).orElse(""))
        .build();
  }

  /** Everything that can be asked, of all products or those of {@code category}. */
  public static SearchProductsRequest search(Request request) {
    return counted(
        filtered(request).setCategory(request.text("category", MAX_PATH).orElse("")), request);
  }

  /** The same of the category that the rest of the path names. */
  public static SearchProductsRequest inCategory(Request request) {
    return counted(filtered(request).setCategory(request.rest("path", MAX_PATH)), request);
  }

  /** How the answer is sorted, in the word that {@code sort} takes. */
  public static String sort(SearchOrder order) {
    return ORDERS.entrySet().stream()
        .filter(word -> word.getValue() == order)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("relevance");
  }

  private static SearchProductsRequest.Builder filtered(Request request) {
    SearchProductsRequest.Builder search =
        pages(words(request), request, 20, 100)
            .addAllBrands(request.texts("brand", MAX_VALUES, MAX_VALUE))
            .setMinStars(request.integer("minRating", 0, 1, MAX_STARS))
            .setAvailableOnly(request.isYes("available"));
    int min = request.integer("minPrice", -1, 0, Integer.MAX_VALUE);
    if (min >= 0) {
      search.setMinPriceMinor(min);
    }
    int max = request.integer("maxPrice", -1, Math.max(min, 0), Integer.MAX_VALUE);
    if (max >= 0) {
      search.setMaxPriceMinor(max);
    }
    request
        .allMatching("spec", MAX_VALUES, SPECIFICATION, MAX_VALUE, "name:value")
        .forEach(line -> search.addSpecifications(specification(line)));
    request.choice("sort", ORDERS).ifPresent(search::setOrder);
    return search;
  }

  /** Read last: it came after the others. */
  private static SearchProductsRequest counted(
      SearchProductsRequest.Builder search, Request request) {
    return search
        .setIncludeFacets(true)
        .setMaxFacetValues(request.integer("facetValues", FACET_VALUES, 1, MAX_FACET_VALUES))
        .build();
  }

  private static SearchProductsRequest.Builder words(Request request) {
    return SearchProductsRequest.newBuilder().setQuery(request.text("q", MAX_QUERY).orElse(""));
  }

  private static SearchProductsRequest.Builder pages(
      SearchProductsRequest.Builder search, Request request, int size, int max) {
    return search
        .setPageSize(request.integer("pageSize", size, 1, max))
        .setPageToken(request.text("pageToken", MAX_TOKEN).orElse(""));
  }

  /** {@code name:value}; a name has no colon. */
  private static SpecificationFilter specification(String line) {
    int colon = line.indexOf(':');
    return SpecificationFilter.newBuilder()
        .setName(line.substring(0, colon))
        .setValue(line.substring(colon + 1))
        .build();
  }
}
