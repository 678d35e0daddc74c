package harbor.screens.search;

import harbor.catalog.v1.SearchOrder;
import harbor.catalog.v1.SearchProductsRequest;
import harbor.catalog.v1.SpecificationFilter;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.input.Request;

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

  private SearchRequests() {}

  /** A list on a small screen: {@code q}, {@code category} and its pages. */
  public static SearchProductsRequest list(Request request) {
    return pages(words(request), request, 10, 50)
        .setCategory(request.text("category", MAX_PATH).orElse(""))
        .build();
  }

  /** Everything that can be asked, of all products or those of {@code category}. */
  public static SearchProductsRequest search(Request request) {
    return filtered(request).setCategory(request.text("category", MAX_PATH).orElse("")).build();
  }

  /** The same of the category that the rest of the path names. */
  public static SearchProductsRequest inCategory(Request request) {
    return filtered(request).setCategory(request.rest("path", MAX_PATH)).build();
  }

  /** How the answer is sorted, in the word that {@code sort} takes. */
  public static String sort(SearchOrder order) {
    return switch (order) {
      case SEARCH_ORDER_PRICE_ASCENDING -> "price";
      case SEARCH_ORDER_PRICE_DESCENDING -> "price-desc";
      case SEARCH_ORDER_RATING -> "rating";
      case SEARCH_ORDER_NEWEST -> "newest";
      case SEARCH_ORDER_RELEVANCE, SEARCH_ORDER_UNSPECIFIED, UNRECOGNIZED -> "relevance";
    };
  }

  private static SearchProductsRequest.Builder filtered(Request request) {
    SearchProductsRequest.Builder search =
        pages(words(request), request, 20, 100)
            .addAllBrands(request.texts("brand", MAX_VALUES, MAX_VALUE))
            .setMinStars(request.integer("minRating", 0, 1, MAX_STARS))
            .setAvailableOnly(
                request.text("available", MAX_VALUE).map(SearchRequests::yes).orElse(false))
            .setIncludeFacets(true);
    int min = request.integer("minPrice", -1, 0, Integer.MAX_VALUE);
    if (min >= 0) {
      search.setMinPriceMinor(min);
    }
    int max = request.integer("maxPrice", -1, Math.max(min, 0), Integer.MAX_VALUE);
    if (max >= 0) {
      search.setMaxPriceMinor(max);
    }
    request
        .texts("spec", MAX_VALUES, MAX_VALUE)
        .forEach(line -> search.addSpecifications(specification(line)));
    request.text("sort", MAX_VALUE).ifPresent(sort -> search.setOrder(order(sort)));
    return search;
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

  private static boolean yes(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new BadRequest("available", "true or false");
    };
  }

  /** {@code name:value}; a name has no colon. */
  private static SpecificationFilter specification(String line) {
    int colon = line.indexOf(':');
    if (colon < 1) {
      throw new BadRequest("spec", "name:value");
    }
    return SpecificationFilter.newBuilder()
        .setName(line.substring(0, colon))
        .setValue(line.substring(colon + 1))
        .build();
  }

  private static SearchOrder order(String sort) {
    return switch (sort) {
      case "relevance" -> SearchOrder.SEARCH_ORDER_RELEVANCE;
      case "price" -> SearchOrder.SEARCH_ORDER_PRICE_ASCENDING;
      case "price-desc" -> SearchOrder.SEARCH_ORDER_PRICE_DESCENDING;
      case "rating" -> SearchOrder.SEARCH_ORDER_RATING;
      case "newest" -> SearchOrder.SEARCH_ORDER_NEWEST;
      default -> throw new BadRequest("sort", "relevance, price, price-desc, rating or newest");
    };
  }
}
