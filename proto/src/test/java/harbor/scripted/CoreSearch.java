package harbor.scripted;

import com.google.protobuf.Message;
import harbor.catalog.v1.Availability;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.Category;
import harbor.catalog.v1.FacetValue;
import harbor.catalog.v1.FoundProduct;
import harbor.catalog.v1.Image;
import harbor.catalog.v1.ListCategoriesResponse;
import harbor.catalog.v1.PriceRange;
import harbor.catalog.v1.RatingCount;
import harbor.catalog.v1.SearchFacets;
import harbor.catalog.v1.SearchOrder;
import harbor.catalog.v1.SearchProductsResponse;
import harbor.catalog.v1.SpecificationFacet;
import harbor.type.v1.Money;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.Map;

/** What the catalogue finds. */
public final class CoreSearch {
  private CoreSearch() {}

  /** The answers of its methods. */
  static Map<MethodDescriptor<?, ?>, Message> answers() {
    return Map.of(
        CatalogServiceGrpc.getSearchProductsMethod(),
        page(),
        CatalogServiceGrpc.getListCategoriesMethod(),
        ListCategoriesResponse.newBuilder()
            .addCategories(category("home-garden", 3, "Home & Garden"))
            .addCategories(category("home-garden/lamps", 2, "Home & Garden", "Lamps"))
            .addCategories(category("outdoor", 1, "Outdoor"))
            .build());
  }

  /** A page with all that one can have: one product with everything, and one with the least. */
  public static SearchProductsResponse page() {
    return SearchProductsResponse.newBuilder()
        .addProducts(
            FoundProduct.newBuilder()
                .setId("HB1001")
                .setTitle("Wren Desk Lamp with Dimmer, Brass")
                .setShortTitle("Wren Desk Lamp, Brass")
                .setBrand("Wren")
                .setImage(
                    Image.newBuilder().setUrl("/i/desk-lamp/1-{size}.webp").setAlt("The lamp"))
                .setListPrice(eur(5_990))
                .setPrice(eur(4_990))
                .setRatingTenths(46)
                .setRatingCount(12)
                .setAvailability(Availability.AVAILABILITY_AVAILABLE)
                .setLink("/p/HB1001"))
        .addProducts(
            FoundProduct.newBuilder()
                .setId("HB3001")
                .setTitle("Lamp")
                .setShortTitle("Lamp")
                .setListPrice(eur(900))
                .setPrice(eur(900)))
        .setNextPageToken("AVp3bGFtcA")
        .setTotal(3)
        .setFacets(
            SearchFacets.newBuilder()
                .addBrands(FacetValue.newBuilder().setValue("Wren").setCount(2))
                .addCategories(
                    category("home-garden/lamps/desk", 2, "Home & Garden", "Lamps", "Desk"))
                .addPrices(PriceRange.newBuilder().setMin(eur(0)).setMax(eur(999)).setCount(1))
                .addPrices(PriceRange.newBuilder().setMin(eur(500_000)).setCount(2))
                .addAllRatings(
                    List.of(4, 3, 2, 1).stream()
                        .map(
                            stars ->
                                RatingCount.newBuilder().setMinStars(stars).setCount(1).build())
                        .toList())
                .addSpecifications(
                    SpecificationFacet.newBuilder()
                        .setName("Socket")
                        .addValues(FacetValue.newBuilder().setValue("E27").setCount(2))
                        .setHasMoreValues(true))
                .setAvailableCount(1)
                .setHasMoreBrands(true))
        .setCategory(category("home-garden/lamps", 3, "Home & Garden", "Lamps"))
        .setOrder(SearchOrder.SEARCH_ORDER_RELEVANCE)
        .build();
  }

  private static Category category(String path, int count, String... names) {
    return Category.newBuilder()
        .setPath(path)
        .addAllNames(List.of(names))
        .setProductCount(count)
        .build();
  }

  private static Money eur(long minor) {
    return Money.newBuilder().setMinor(minor).setCurrency("EUR").build();
  }
}
