package harbor.screens.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.catalog.v1.SearchOrder;
import harbor.catalog.v1.SearchProductsRequest;
import harbor.catalog.v1.SpecificationFilter;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.input.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchRequestsTest {
  @Test
  void search_asksForAllThatTheQuerySays() {
    SearchProductsRequest asked =
        SearchRequests.search(
            request(
                "q=desk%20lamp&category=home/lamps&brand=Acme&brand=Bolt&brand=Acme&minPrice=100"
                    + "&maxPrice=200&minRating=4&available=true&spec=Socket:E27:x&sort=price-desc"
                    + "&pageSize=7&pageToken=AAA&facetValues=50"));

    assertThat(asked)
        .isEqualTo(
            SearchProductsRequest.newBuilder()
                .setQuery("desk lamp")
                .setCategory("home/lamps")
                .addBrands("Acme")
                .addBrands("Bolt")
                .setMinPriceMinor(100)
                .setMaxPriceMinor(200)
                .setMinStars(4)
                .setAvailableOnly(true)
                .addSpecifications(
                    SpecificationFilter.newBuilder().setName("Socket").setValue("E27:x"))
                .setOrder(SearchOrder.SEARCH_ORDER_PRICE_DESCENDING)
                .setPageSize(7)
                .setPageToken("AAA")
                .setIncludeFacets(true)
                .setMaxFacetValues(50)
                .build());
  }

  @Test
  void search_asksForTheFirstValuesOfFacets_whenNothingIsSaid() {
    assertThat(SearchRequests.search(request("")))
        .isEqualTo(
            SearchProductsRequest.newBuilder()
                .setPageSize(20)
                .setIncludeFacets(true)
                .setMaxFacetValues(6)
                .build());
  }

  @Test
  void list_asksForTenWithoutFacets_whenNothingIsSaid() {
    assertThat(SearchRequests.list(request("")))
        .isEqualTo(SearchProductsRequest.newBuilder().setPageSize(10).build());
  }

  @ParameterizedTest
  @CsvSource({
    "spec=Socket, spec",
    "spec=:E27, spec",
    "sort=cheap, sort",
    "minPrice=-1, minPrice",
    "maxPrice=x, maxPrice",
    "minPrice=2&maxPrice=1, maxPrice",
    "minRating=6, minRating",
    "available=yes, available",
    "pageSize=101, pageSize",
    "pageSize=0, pageSize",
    "facetValues=51, facetValues",
    "facetValues=0, facetValues"
  })
  void badValue_isRefused_namingTheField(String query, String field) {
    assertRefuses(field, () -> SearchRequests.search(request(query)));
  }

  @Test
  void tooMuch_isRefused_andNotCut() {
    assertRefuses("q", () -> SearchRequests.list(request("q=" + "a".repeat(201))));
    assertRefuses("pageSize", () -> SearchRequests.list(request("pageSize=51")));
    assertRefuses("pageToken", () -> SearchRequests.list(request("pageToken=" + "a".repeat(4096))));
    assertRefuses("brand", () -> SearchRequests.search(request(brands(21))));
    assertThat(SearchRequests.search(request(brands(20))).getBrandsCount()).isEqualTo(20);
  }

  private static String brands(int count) {
    StringBuilder query = new StringBuilder();
    for (int i = 0; i < count; i++) {
      query.append("brand=").append(i).append('&');
    }
    return query.toString();
  }

  private static void assertRefuses(
      String field, org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
    BadRequest refusal = catchThrowableOfType(BadRequest.class, reading);

    assertThat(refusal).isNotNull();
    assertThat(refusal.field()).isEqualTo(field);
  }

  private static Request request(String query) {
    return new Request(
        ServiceRequestContext.of(HttpRequest.of(HttpMethod.GET, "/web/search?" + query)));
  }
}
