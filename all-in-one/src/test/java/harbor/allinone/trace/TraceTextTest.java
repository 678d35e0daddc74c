package harbor.allinone.trace;

import static harbor.allinone.trace.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.allinone.trace.TraceBar.Ink;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code ./harbor trace} prints. */
class TraceTextTest {
  private static final TraceSpan REQUEST =
      span(
          "1",
          "",
          "mobile-bff: GET /mobile/v1/products/{id}",
          0,
          100,
          Map.of("http.response.status_code", "200"));

  @Test
  void requestWithAMissingPart_isATreeWithTimes_andSaysWhatItWaitedForAndLacks() {
    assertThat(
            print(
                REQUEST,
                span(
                    "2",
                    "1",
                    "mobile-bff: harbor.catalog.v1.CatalogService/GetProduct",
                    5,
                    30,
                    call("catalog.product", "true", "harbor.answered_by", "service")),
                span("3", "2", "catalog: harbor.catalog.v1.CatalogService/GetProduct", 7, 28),
                span("4", "3", "catalog: SELECT products", 10, 25),
                span(
                    "5",
                    "1",
                    "mobile-bff: reviews.rating",
                    5,
                    5.01,
                    call("reviews.rating", "false", "harbor.answered_by", "cache")),
                span(
                    "6",
                    "1",
                    "mobile-bff: harbor.inventory.v1.InventoryService/GetStock",
                    5,
                    85,
                    Map.of(
                        "harbor.call", "inventory.stock",
                        "harbor.plan", "mobile.product",
                        "harbor.critical", "false",
                        "harbor.try", "2",
                        "harbor.miss", "TIMEOUT SLOW",
                        "error.type", "4"))))
        .isEqualTo(
            """
            mobile-bff: GET /mobile/v1/products/{id}, status 200, 100.00 ms, 6 spans of mobile-bff, catalog

            |##-----------------------------#####|   100.00 ms  mobile-bff: GET /mobile/v1/products/{id}
            |  ---------                         |    25.00 ms    catalog.product -> CatalogService/GetProduct
            |   -------                          |    21.00 ms      catalog: CatalogService/GetProduct
            |    -----                           |    15.00 ms        SELECT products
            |  #############################     |    80.00 ms    inventory.stock -> InventoryService/GetStock  [try 2, missed: TIMEOUT SLOW, ERROR]
            |  -                                 |     0.01 ms    reviews.rating  [from cache]

            Critical path, 100.00 ms:
                 80.00 ms  80 %  mobile-bff: inventory.stock -> InventoryService/GetStock
                 20.00 ms  20 %  mobile-bff: GET /mobile/v1/products/{id}

            Missing parts:
              inventory.stock, optional: TIMEOUT SLOW
            """);
  }

  @Test
  void whatComesAfterTheAnswer_standsAtTheEdge_withItsTime() {
    assertThat(print(REQUEST, span("2", "1", "orders: order place.ship", 2500, 2600)))
        .contains(
            "|                                   -|   100.00 ms    orders: order place.ship"
                + "  [begins after 2500.00 ms]");
  }

  @Test
  void traceWithoutItsBegin_saysSo() {
    assertThat(print(span("2", "1", "catalog: SELECT products", 0, 1)))
        .contains("Not the whole trace", "catalog: SELECT products");
    assertThat(print(REQUEST)).doesNotContain("Not the whole trace").contains("parts: none");
  }

  @Test
  void callThatWasAnsweredBySecondTry_isNotMissing() {
    assertThat(
            print(
                REQUEST,
                span("2", "1", "mobile-bff: a/B", 1, 2, Map.of("error.type", "14")),
                span("3", "1", "mobile-bff: a/B", 3, 4, Map.of("harbor.try", "2"))))
        .contains("Missing parts: none", "a/B  [ERROR]", "a/B  [try 2]");
  }

  private static Map<String, String> call(String name, String critical, String key, String value) {
    return Map.of(
        "harbor.call",
        name,
        "harbor.plan",
        "mobile.product",
        "harbor.critical",
        critical,
        key,
        value);
  }

  private static String print(TraceSpan... spans) {
    return String.join("\n", TraceText.of(new Trace(List.of(spans)), Ink.ASCII)) + "\n";
  }
}
