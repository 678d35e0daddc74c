package harbor.web.search;

import harbor.catalog.v1.Availability;
import harbor.catalog.v1.Category;
import harbor.catalog.v1.FacetValue;
import harbor.catalog.v1.FoundProduct;
import harbor.catalog.v1.SearchProductsRequest;
import harbor.catalog.v1.SearchProductsResponse;
import harbor.catalog.v1.SpecificationFacet;
import harbor.kit.bff.media.MediaUrls;
import harbor.screens.Known;
import harbor.screens.search.SearchRequests;
import harbor.web.edge.PriceViews;
import harbor.web.v1.CategoryLink;
import harbor.web.v1.CategoryPage;
import harbor.web.v1.FacetCount;
import harbor.web.v1.Image;
import harbor.web.v1.PriceRangeCount;
import harbor.web.v1.SearchCard;
import harbor.web.v1.SearchFacets;
import harbor.web.v1.SearchPage;
import harbor.web.v1.SearchRating;
import harbor.web.v1.SpecificationCounts;
import harbor.web.v1.StarsCount;
import java.util.List;
import java.util.Locale;

/** Pages of products found, as the browser sees them. Pure. */
public final class SearchViews {
  private static final int FULL = 1920;
  private static final int MEDIUM = 400;
  private static final int THUMBNAIL = 120;

  private final MediaUrls media;

  /** With pictures at these addresses. */
  public SearchViews(MediaUrls media) {
    this.media = media;
  }

  SearchPage search(SearchProductsRequest asked, SearchProductsResponse found, Locale language) {
    SearchPage.Builder page =
        SearchPage.newBuilder()
            .setSort(SearchRequests.sort(found.getOrder()))
            .setTotal(found.getTotal())
            .addAllProducts(cards(found, language))
            .setFacets(facets(found.getFacets(), language));
    if (!asked.getQuery().isBlank()) {
      page.setQuery(asked.getQuery());
    }
    Known.text(found.getNextPageToken(), page::setNextPageToken);
    return page.build();
  }

  CategoryPage category(SearchProductsResponse found, Locale language) {
    Category category = found.getCategory();
    CategoryPage.Builder page =
        CategoryPage.newBuilder()
            .setPath(category.getPath())
            .setSort(SearchRequests.sort(found.getOrder()))
            .setTotal(found.getTotal())
            .addAllProducts(cards(found, language))
            .setFacets(facets(found.getFacets(), language));
    List<String> steps = List.of(category.getPath().split("/"));
    for (int i = 0; i < Math.min(steps.size(), category.getNamesCount()); i++) {
      page.setName(category.getNames(i))
          .addBreadcrumbs(
              CategoryLink.newBuilder()
                  .setPath(String.join("/", steps.subList(0, i + 1)))
                  .setName(category.getNames(i)));
    }
    Known.text(found.getNextPageToken(), page::setNextPageToken);
    return page.build();
  }

  private List<SearchCard> cards(SearchProductsResponse found, Locale language) {
    return found.getProductsList().stream().map(product -> card(product, language)).toList();
  }

  private SearchCard card(FoundProduct product, Locale language) {
    SearchCard.Builder card =
        SearchCard.newBuilder()
            .setId(product.getId())
            .setName(product.getTitle())
            .setPrice(PriceViews.price(product.getPrice(), language))
            .setStockStatus(status(product.getAvailability()));
    Known.text(product.getBrand(), card::setBrand);
    if (product.hasImage()) {
      card.setImage(image(product.getImage(), product.getTitle()));
    }
    if (product.getListPrice().getMinor() > product.getPrice().getMinor()) {
      card.setOldPrice(PriceViews.price(product.getListPrice(), language));
    }
    if (product.getRatingCount() > 0) {
      card.setRating(
          SearchRating.newBuilder()
              .setAverage(product.getRatingTenths() / 10f)
              .setCount(product.getRatingCount()));
    }
    Known.text(product.getLink(), card::setLink);
    return card.build();
  }

  /** Beside a name, an alt that says it again is read out twice. */
  private Image image(harbor.catalog.v1.Image picture, String name) {
    Image.Builder view = Image.newBuilder();
    if (!picture.getAlt().equals(name)) {
      Known.text(picture.getAlt(), view::setAlt);
    }
    return view.setUrl(media.url(picture.getUrl(), FULL))
        .setMediumUrl(media.url(picture.getUrl(), MEDIUM))
        .setThumbnailUrl(media.url(picture.getUrl(), THUMBNAIL))
        .build();
  }

  private static String status(Availability availability) {
    return switch (availability) {
      case AVAILABILITY_AVAILABLE -> "available";
      case AVAILABILITY_OUT_OF_STOCK -> "out_of_stock";
      case AVAILABILITY_PREORDER -> "preorder";
      case AVAILABILITY_BACKORDER -> "backorder";
      case AVAILABILITY_UNSPECIFIED, UNRECOGNIZED -> "unknown";
    };
  }

  private static SearchFacets facets(harbor.catalog.v1.SearchFacets facets, Locale language) {
    SearchFacets.Builder view =
        SearchFacets.newBuilder()
            .addAllBrands(counts(facets.getBrandsList()))
            .setAvailable(facets.getAvailableCount());
    facets
        .getCategoriesList()
        .forEach(
            category ->
                view.addCategories(
                    CategoryLink.newBuilder()
                        .setPath(category.getPath())
                        .setName(category.getNames(category.getNamesCount() - 1))
                        .setCount(category.getProductCount())));
    if (facets.getHasMoreBrands()) {
      view.setMoreBrands(true);
    }
    facets.getPricesList().forEach(range -> view.addPrices(range(range, language)));
    facets
        .getRatingsList()
        .forEach(
            rating ->
                view.addRatings(
                    StarsCount.newBuilder()
                        .setMinStars(rating.getMinStars())
                        .setCount(rating.getCount())));
    facets.getSpecificationsList().forEach(facet -> view.addSpecifications(values(facet)));
    return view.build();
  }

  private static SpecificationCounts values(SpecificationFacet property) {
    SpecificationCounts.Builder view =
        SpecificationCounts.newBuilder()
            .setName(property.getName())
            .addAllValues(counts(property.getValuesList()));
    if (property.getHasMoreValues()) {
      view.setMoreValues(true);
    }
    return view.build();
  }

  private static PriceRangeCount range(harbor.catalog.v1.PriceRange range, Locale language) {
    PriceRangeCount.Builder view =
        PriceRangeCount.newBuilder()
            .setMin(PriceViews.price(range.getMin(), language))
            .setCount(range.getCount());
    if (range.hasMax()) {
      view.setMax(PriceViews.price(range.getMax(), language));
    }
    return view.build();
  }

  private static List<FacetCount> counts(List<FacetValue> values) {
    return values.stream()
        .map(
            one ->
                FacetCount.newBuilder().setValue(one.getValue()).setCount(one.getCount()).build())
        .toList();
  }
}
