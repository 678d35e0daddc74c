package harbor.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.recommendations.v1.RecommendationsServiceGrpc;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.scripted.Arrival;
import harbor.scripted.Golden;
import harbor.scripted.Script;
import harbor.scripted.ScriptedCores;
import harbor.scripted.ScriptedStore;
import harbor.scripted.ScriptedStore.RunningBff;
import harbor.scripted.Visitor;
import harbor.scripted.Visitor.Answer;
import io.grpc.Status;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TracesIT {
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final Duration LESS_THAN_ANY_DEADLINE = Duration.ofSeconds(5);
  private static final int CALLS = 5;
  private static final InMemorySpanExporter SPANS = InMemorySpanExporter.create();

  @RegisterExtension private static final ScriptedStore STORE = WebStore.endless(SPANS);

  @Test
  void spans_areTheKeptTree_whenThePageIsWhole() {
    Answer answer = STORE.visitor().get(WebStore.PRODUCT);

    Golden.assertKept("spans-whole.txt", tree(answer.header("x-trace-id")));
  }

  @Test
  void spans_areTheKeptTree_whenThePageIsDegraded() {
    STORE
        .cores()
        .script(InventoryServiceGrpc.getGetStockMethod(), Script.fail(Status.Code.INTERNAL, "BUG"));

    Answer answer = STORE.visitor().get(WebStore.PRODUCT);

    Golden.assertKept("spans-degraded.txt", tree(answer.header("x-trace-id")));
  }

  @Test
  void spans_areTheKeptTree_whenThereIsNoPage() {
    STORE
        .cores()
        .script(
            CatalogServiceGrpc.getGetProductMethod(),
            Script.fail(Status.Code.DEADLINE_EXCEEDED, "SLOW"));
    STORE.cores().script(InventoryServiceGrpc.getGetStockMethod(), Script.never());

    Answer answer = STORE.visitor().get(WebStore.PRODUCT);

    List<SpanData> spans = spans(answer.header("x-trace-id"));
    assertThat(spans.getFirst().getStatus().getStatusCode().name()).isEqualTo("ERROR");
    assertThat(spans.stream().map(span -> line(span)))
        .contains(
            "  harbor.catalog.v1.CatalogService/GetProduct CLIENT ERROR",
            "  harbor.inventory.v1.InventoryService/GetStock CLIENT ERROR");
  }

  @Test
  void ids_goThroughToEveryCall() {
    Answer answer =
        STORE
            .visitor()
            .get(
                WebStore.PRODUCT,
                "traceparent",
                "00-" + TRACE_ID + "-b7ad6b7169203331-01",
                "x-correlation-id",
                "checkout-7");

    assertThat(answer.header("x-trace-id")).isEqualTo(TRACE_ID);
    assertThat(answer.header("x-correlation-id")).isEqualTo("checkout-7");
    List<Arrival> calls = STORE.cores().arrivals();
    assertThat(calls).hasSize(CALLS);
    assertThat(calls).extracting(Arrival::traceId).containsOnly(TRACE_ID);
    assertThat(calls).extracting(Arrival::correlationId).containsOnly("checkout-7");
  }

  @Test
  void correlationId_isMadeAnew_whenTheClientsIsMalformed() {
    Answer answer =
        STORE.visitor().get(WebStore.PRODUCT, "x-correlation-id", "two words; DROP TABLE");

    assertThat(answer.header("x-correlation-id")).matches("[0-9a-f]{16}");
  }

  @ParameterizedTest
  @EnumSource
  void clientThatLeaves_cancelsAllCallsInFlight(HttpClient.Version version) {
    try (Visitor leaving = STORE.visitor(version)) {
      assertThat(leaving.get(WebStore.PRODUCT).status()).isEqualTo(200);
      STORE.assertCallsBelongTo(leaving);
      STORE.cores().forget();
      STORE.cores().script(CatalogServiceGrpc.getGetProductMethod(), Script.never());
      STORE.cores().script(InventoryServiceGrpc.getGetStockMethod(), Script.never());
      STORE.cores().script(PricingServiceGrpc.getGetPriceMethod(), Script.never());
      STORE.cores().script(ReviewsServiceGrpc.getListReviewsMethod(), Script.never());
      STORE
          .cores()
          .script(RecommendationsServiceGrpc.getListRelatedProductsMethod(), Script.never());
      Runnable leave = leaving.come(WebStore.PRODUCT, TRACE_ID, "leaving");
      await().until(() -> STORE.cores().arrivals().size() == CALLS);

      leave.run();

      await()
          .atMost(LESS_THAN_ANY_DEADLINE)
          .untilAsserted(() -> assertThat(STORE.cores().arrivals()).allMatch(Arrival::isAbandoned));
      STORE.assertCallsBelongTo(leaving);
      STORE.cores().forget();
    }
  }

  @Test
  void calls_areAbandoned_whenTheCriticalOneFails() {
    STORE.cores().script(InventoryServiceGrpc.getGetStockMethod(), Script.never());
    CompletableFuture<Void> arrived = new CompletableFuture<>();
    STORE
        .cores()
        .script(
            CatalogServiceGrpc.getGetProductMethod(),
            Script.fail(Status.Code.NOT_FOUND, "UNKNOWN_PRODUCT").after(arrived));
    CompletableFuture<HttpResponse<byte[]>> answer =
        STORE.visitor().start(WebStore.PRODUCT, TRACE_ID, "leaving");
    await().until(() -> STORE.cores().arrivals().size() == CALLS);

    arrived.complete(null);

    assertThat(answer.join().statusCode()).isEqualTo(404);
    await()
        .untilAsserted(
            () ->
                assertThat(STORE.cores().arrivals())
                    .filteredOn(call -> call.method().endsWith("/GetStock"))
                    .singleElement()
                    .matches(Arrival::isAbandoned));
  }

  /** At the pace of production, where a page may be late on a slow machine: only calls count. */
  @Test
  void deadlines_areThoseOfThePlan_inProduction() throws Exception {
    try (ScriptedCores cores = ScriptedCores.start()) {
      RunningBff bff =
          WebStore.start(cores, InMemorySpanExporter.create(), UnaryOperator.identity());
      try (Visitor visitor = STORE.visitor(HttpClient.Version.HTTP_1_1, bff.port())) {
        assertThat(bff.deadlines().values())
            .allSatisfy(deadline -> assertThat(deadline.toMillis()).isBetween(1L, 250L));
        await()
            .until(
                () -> {
                  var _ = visitor.get(WebStore.PRODUCT);
                  return cores.arrivals().stream().map(Arrival::method).distinct().count() == CALLS;
                });
        assertThat(cores.arrivals())
            .allSatisfy(
                call ->
                    assertThat(call.timeout())
                        .isPositive()
                        .isLessThanOrEqualTo(bff.deadlines().get(call.method())));
      } finally {
        bff.closing().close();
      }
    }
  }

  private static List<SpanData> spans(String traceId) {
    return await()
        .until(
            () ->
                SPANS.getFinishedSpanItems().stream()
                    .filter(span -> span.getTraceId().equals(traceId))
                    .sorted(
                        Comparator.comparing((SpanData span) -> span.getKind().name())
                            .reversed()
                            .thenComparing(SpanData::getName))
                    .toList(),
            found -> found.size() == CALLS + 1);
  }

  private static String tree(String traceId) {
    List<SpanData> spans = spans(traceId);
    SpanData root = spans.getFirst();
    assertThat(spans.subList(1, spans.size()))
        .extracting(SpanData::getParentSpanId)
        .containsOnly(root.getSpanId());
    return String.join("\n", spans.stream().map(TracesIT::line).toList());
  }

  private static String line(SpanData span) {
    String indent = span.getKind() == io.opentelemetry.api.trace.SpanKind.SERVER ? "" : "  ";
    return indent + span.getName() + " " + span.getKind() + " " + span.getStatus().getStatusCode();
  }
}
