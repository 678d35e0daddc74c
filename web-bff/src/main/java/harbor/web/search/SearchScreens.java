package harbor.web.search;

import static harbor.kit.bff.plan.Call.critical;
import static java.time.Duration.ofMillis;

import harbor.catalog.v1.SearchProductsRequest;
import harbor.clients.CatalogClient;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.Screen;
import harbor.web.v1.CategoryPage;
import harbor.web.v1.SearchPage;

/** {@code GET /web/search} and {@code GET /web/categories/...}: one call, two pages of it. */
public final class SearchScreens {
  private SearchScreens() {}

  /** What fits words and filters. */
  public static Screen<SearchProductsRequest, SearchPage> search(
      CatalogClient catalog, SearchViews views) {
    var found = critical("catalog.search", catalog.search).within(ofMillis(400));
    return Plan.of("web.search", ofMillis(500), found)
        .shows((asked, parts) -> views.search(asked, parts.of(found), parts.language()));
  }

  /** What is in a category. */
  public static Screen<SearchProductsRequest, CategoryPage> category(
      CatalogClient catalog, SearchViews views) {
    var found = critical("catalog.search", catalog.search).within(ofMillis(400));
    return Plan.of("web.category", ofMillis(500), found)
        .shows(parts -> views.category(parts.of(found), parts.language()));
  }
}
