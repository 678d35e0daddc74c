package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class TraceIT {
  private static final Store STORE = RunningStore.get();

  @Test
  void mobileProduct_isOneTrace_fromTheEdgeToTheSql() {
    String traceId = traceOfAWholeAnswer(STORE.mobile("/mobile/v1/products/HB1001"));

    assertThat(RunningStore.traces().awaitTree(traceId, 10))
        .isEqualTo(
            """
            mobile-bff: GET /mobile/v1/products/{id} (unset)
              mobile-bff: harbor.catalog.v1.CatalogService/GetProduct (unset)
                catalog: harbor.catalog.v1.CatalogService/GetProduct (unset)
                  catalog: SELECT products, search_copies (unset)
              mobile-bff: harbor.inventory.v1.InventoryService/GetStock (unset)
                inventory: harbor.inventory.v1.InventoryService/GetStock (unset)
                  inventory: SELECT stock_by_place, stock, places (unset)
              mobile-bff: harbor.reviews.v1.ReviewsService/GetRating (unset)
                reviews: harbor.reviews.v1.ReviewsService/GetRating (unset)
                  reviews: SELECT ratings (unset)
            """);
  }

  @Test
  void traceOfTheCaller_isContinued() {
    String traceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    HttpResponse<byte[]> response =
        Http.get(
            STORE.mobile("/mobile/v1/products/HB1002"),
            "traceparent",
            "00-" + traceId + "-00f067aa0ba902b7-01");

    assertThat(response.headers().firstValue("x-trace-id")).contains(traceId);
    assertThat(response.headers().firstValue("traceresponse").orElse(""))
        .startsWith("00-" + traceId + "-");
    assertThat(RunningStore.traces().awaitTrace(traceId, 1)).isNotEmpty();
  }

  private static String traceOfAWholeAnswer(String url) {
    return await()
        .until(
            () -> Http.get(url), response -> response.headers().firstValue("x-degraded").isEmpty())
        .headers()
        .firstValue("x-trace-id")
        .orElseThrow();
  }
}
