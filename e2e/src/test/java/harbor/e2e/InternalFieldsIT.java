package harbor.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.GetProductRequest;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.ProductView;
import io.grpc.ManagedChannel;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The store that {@code up} runs, with a word in each field of products and people that is for the
 * house alone: no route, rpc or stream tells it to anybody, and no log at DEBUG, span, metric or
 * engineers' page has it.
 */
class InternalFieldsIT {
  private static final Store STORE = RunningStore.get();
  private static final String WORD = "clearancetier3xq";
  private static final String COST = "1414141414";
  private static final List<String> PLANTING =
      List.of(
          """
          UPDATE catalog.products
          SET supplier_id = '%1$s', source_feed = '%1$s', source = '%1$s',
              segment_tags = ARRAY['%1$s'], supplier_cost_minor = %2$s,
              supplier_cost_currency = 'EUR'
          """,
          "UPDATE users.assessments SET internal_segment_tag = '%1$s'");

  /** Products as events, as the row that a refused edit shows, and as what is looked for. */
  private static final List<RouteRule> FURTHER =
      List.of(
          read("web-bff", "/web/events?products=HB1001", "text/event-stream"),
          read("mobile-bff", "/mobile/v1/events?products=HB1001", "text/event-stream"),
          new RouteRule(
              Whose.ADMINISTRATORS,
              "web-bff PATCH /web/admin/products/HB1001",
              "/web/admin/products/HB1001",
              "{\"brand\":\"Other\"}",
              Map.of("If-Match", "\"99\"")));

  @Test
  void whatIsInternal_isToldToNobody_andWrittenDownNowhere() throws Exception {
    Map<String, Person> people = new LinkedHashMap<>();
    people.put("nobody", Person.nobody(STORE, STORE::port));
    people.put("customer", Person.signedIn(STORE, STORE::port, "ada"));
    people.put("administrator", Person.signedIn(STORE, STORE::port, "grace"));
    Map<String, String> ids = Belongings.of(people.get("customer").visitor()).ids();
    plant();
    assertThat(product().getSegmentTagsList()).containsExactly(WORD);
    assertThat(product().getSupplierCost().getMinor()).isEqualTo(Long.parseLong(COST));

    List<String> found = new ArrayList<>();
    int answers = 0;
    try (OtherBffs bffs = OtherBffs.of(STORE)) {
      List<RouteRule> rules =
          Stream.concat(
                  RouteRule.of(bffs.endpoints()).stream()
                      .filter(rule -> rule.reads() && rule.whose() != Whose.BROWSERS),
                  FURTHER.stream())
              .toList();
      for (Map.Entry<String, Person> person : people.entrySet()) {
        for (RouteRule rule : rules) {
          HttpResponse<String> answer = person.getValue().ask(rule, ids, null);
          answers += answer.statusCode() == 200 || answer.statusCode() == 412 ? 1 : 0;
          look(person.getKey() + " at " + rule, answer.headers().map() + answer.body(), found);
          if (bffs.rpcs().containsValue(rule.route())) {
            look(
                person.getKey() + " by rpc at " + rule,
                person.getValue().askByRpc(bffs.rpcsOf(rule.bff()), rule, ids).toString(),
                found);
          }
        }
      }
    }

    assertThat(answers).isGreaterThan(100);
    look("written", written(), found);
    assertThat(found).isEmpty();
    for (String search : List.of("/web/search?q=", "/mobile/v1/products?q=")) {
      HttpResponse<String> page =
          search.startsWith("/web")
              ? new Visitor(STORE).browser("GET", search + WORD, "")
              : new Visitor(STORE).phone("GET", search + WORD, "");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).doesNotContain("HB1");
    }
  }

  private static void look(String where, String text, List<String> found) {
    if (text.contains(WORD) || text.contains(COST)) {
      found.add(where + ": " + text);
    }
  }

  /** What is kept of all this. */
  private static String written() {
    return Stream.of(
            STORE.log(),
            RunningStore.traces().spans().stream()
                .map(received -> received.service() + received.span())
                .collect(joining("\n")),
            Http.text(Http.get(STORE.management("/metrics"))),
            Http.text(Http.get(STORE.management("/plans.json"))))
        .collect(joining("\n"));
  }

  private static RouteRule read(String bff, String path, String type) {
    return new RouteRule(Whose.EVERYBODYS, bff + " " + path, path, "", Map.of("Accept", type));
  }

  private static void plant() throws SQLException {
    try (Connection database = DriverManager.getConnection(STORE.databaseUrl());
        Statement statement = database.createStatement()) {
      for (String planting : PLANTING) {
        assertThat(statement.executeUpdate(planting.formatted(WORD, COST))).isPositive();
      }
    }
  }

  /** As its service gives it to BFFs. */
  private static Product product() {
    ManagedChannel catalog = STORE.core("CATALOG");
    try {
      return CatalogServiceGrpc.newBlockingStub(catalog)
          .withDeadlineAfter(30, TimeUnit.SECONDS)
          .getProduct(
              GetProductRequest.newBuilder()
                  .setProductId("HB1001")
                  .setView(ProductView.PRODUCT_VIEW_FULL)
                  .build())
          .getProduct();
    } finally {
      catalog.shutdownNow();
    }
  }
}
