package harbor.catalog;

import harbor.catalog.search.ProductSearch;
import harbor.catalog.search.Question.Order;
import harbor.catalog.v1.Availability;
import harbor.catalog.v1.Category;
import harbor.catalog.v1.FacetValue;
import harbor.catalog.v1.FoundProduct;
import harbor.catalog.v1.Image;
import harbor.catalog.v1.PriceRange;
import harbor.catalog.v1.RatingCount;
import harbor.catalog.v1.SearchFacets;
import harbor.catalog.v1.SearchOrder;
import harbor.catalog.v1.SearchProductsResponse;
import harbor.catalog.v1.SpecificationFacet;
import java.util.List;

/** Messages of search from what was found. */
final class SearchViews {
  private SearchViews() {}

  /**
   * A page.
   *
   * @param facetValues brands, and values of a property, at most
   */
  static SearchProductsResponse page(
      ProductSearch.Page page, String nextToken, Order order, int facetValues) {
    SearchProductsResponse.Builder view =
        SearchProductsResponse.newBuilder()
            .addAllProducts(page.products().stream().map(SearchViews::product).toList())
            .setNextPageToken(nextToken)
            .setTotal(page.total())
            .setOrder(order(order));
    page.facets().ifPresent(facets -> view.setFacets(facets(facets, facetValues)));
    page.category().ifPresent(category -> view.setCategory(category(category)));
    return view.build();
  }

  /** A category. */
  static Category category(ProductSearch.CategoryCount category) {
    return Category.newBuilder()
        .setPath(category.slug())
        .addAllNames(category.names())
        .setProductCount(category.count())
        .build();
  }

  private static FoundProduct product(ProductSearch.Found found) {
    FoundProduct.Builder view =
        FoundProduct.newBuilder()
            .setId(found.id())
            .setTitle(found.title())
            .setShortTitle(found.shortTitle())
            .setBrand(found.brand())
            .setListPrice(found.listPrice().message())
            .setPrice(found.price().message())
            .setRatingTenths(found.ratingTenths())
            .setRatingCount(found.ratingCount())
            .setAvailability(availability(found.availability()))
            .setLink(found.link());
    found
        .image()
        .ifPresent(
            image -> view.setImage(Image.newBuilder().setUrl(image.url()).setAlt(image.alt())));
    return view.build();
  }

  private static Availability availability(String word) {
    return switch (word) {
      case "AVAILABLE" -> Availability.AVAILABILITY_AVAILABLE;
      case "OUT_OF_STOCK" -> Availability.AVAILABILITY_OUT_OF_STOCK;
      case "PREORDER" -> Availability.AVAILABILITY_PREORDER;
      case "BACKORDER" -> Availability.AVAILABILITY_BACKORDER;
      default -> Availability.AVAILABILITY_UNSPECIFIED;
    };
  }

  private static SearchFacets facets(ProductSearch.Facets facets, int maxBrands) {
    int maxValues = Math.min(maxBrands, ProductSearch.Facets.MAX_VALUES);
    SearchFacets.Builder view =
        SearchFacets.newBuilder()
            .addAllBrands(values(facets.brands(), maxBrands))
            .setHasMoreBrands(facets.brands().size() > maxBrands)
            .addAllCategories(facets.categories().stream().map(SearchViews::category).toList())
            .setAvailableCount(facets.available());
    for (ProductSearch.PriceRange range : facets.prices()) {
      PriceRange.Builder price =
          PriceRange.newBuilder().setMin(range.min().message()).setCount(range.count());
      range.max().ifPresent(max -> price.setMax(max.message()));
      view.addPrices(price);
    }
    for (int stars = facets.ratings().size(); stars > 0; stars--) {
      view.addRatings(
          RatingCount.newBuilder().setMinStars(stars).setCount(facets.ratings().get(stars - 1)));
    }
    facets
        .specifications()
        .forEach(
            property ->
                view.addSpecifications(
                    SpecificationFacet.newBuilder()
                        .setName(property.name())
                        .addAllValues(values(property.values(), maxValues))
                        .setHasMoreValues(property.values().size() > maxValues)));
    return view.build();
  }

  private static List<FacetValue> values(List<ProductSearch.Count> counts, int max) {
    return counts.stream()
        .limit(max)
        .map(one -> FacetValue.newBuilder().setValue(one.value()).setCount(one.count()).build())
        .toList();
  }

  private static SearchOrder order(Order order) {
    return switch (order) {
      case RELEVANCE -> SearchOrder.SEARCH_ORDER_RELEVANCE;
      case PRICE_ASCENDING -> SearchOrder.SEARCH_ORDER_PRICE_ASCENDING;
      case PRICE_DESCENDING -> SearchOrder.SEARCH_ORDER_PRICE_DESCENDING;
      case RATING -> SearchOrder.SEARCH_ORDER_RATING;
      case NEWEST -> SearchOrder.SEARCH_ORDER_NEWEST;
    };
  }
}
