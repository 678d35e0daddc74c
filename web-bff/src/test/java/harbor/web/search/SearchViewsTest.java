package harbor.web.search;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.catalog.v1.FoundProduct;
import harbor.catalog.v1.Image;
import harbor.catalog.v1.SearchFacets;
import harbor.catalog.v1.SearchProductsRequest;
import harbor.catalog.v1.SearchProductsResponse;
import harbor.catalog.v1.SpecificationFacet;
import harbor.kit.bff.media.MediaUrls;
import harbor.type.v1.Money;
import harbor.web.v1.SearchPage;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SearchViewsTest {
  private static final SearchViews VIEWS = new SearchViews(new MediaUrls("http://media.test"));

  @Test
  void picture_hasNoAlt_whenThatIsTheNameAgain() {
    SearchPage page =
        page(
            SearchProductsResponse.newBuilder()
                .addProducts(product("Wren desk lamp"))
                .addProducts(product("The lamp on a desk"))
                .build());

    assertThat(page.getProducts(0).getImage().hasAlt()).isFalse();
    assertThat(page.getProducts(0).getImage().getUrl()).isEqualTo("http://media.test/i/1.svg");
    assertThat(page.getProducts(1).getImage().getAlt()).isEqualTo("The lamp on a desk");
  }

  @Test
  void facets_sayThatThereIsMore_onlyWhereThereIs() {
    SpecificationFacet.Builder property = SpecificationFacet.newBuilder().setName("Socket");
    SearchFacets.Builder facets = SearchFacets.newBuilder().addSpecifications(property);

    harbor.web.v1.SearchFacets all = facets(facets.build());
    harbor.web.v1.SearchFacets first =
        facets(
            facets
                .setHasMoreBrands(true)
                .setSpecifications(0, property.setHasMoreValues(true))
                .build());

    assertThat(all.hasMoreBrands()).isFalse();
    assertThat(all.getSpecifications(0).hasMoreValues()).isFalse();
    assertThat(first.getMoreBrands()).isTrue();
    assertThat(first.getSpecifications(0).getMoreValues()).isTrue();
  }

  private static harbor.web.v1.SearchFacets facets(SearchFacets facets) {
    return page(SearchProductsResponse.newBuilder().setFacets(facets).build()).getFacets();
  }

  private static SearchPage page(SearchProductsResponse found) {
    return VIEWS.search(SearchProductsRequest.getDefaultInstance(), found, Locale.ENGLISH);
  }

  private static FoundProduct product(String alt) {
    return FoundProduct.newBuilder()
        .setId("p")
        .setTitle("Wren desk lamp")
        .setPrice(Money.newBuilder().setMinor(900).setCurrency("EUR"))
        .setImage(Image.newBuilder().setUrl("/i/1.svg").setAlt(alt))
        .build();
  }
}
