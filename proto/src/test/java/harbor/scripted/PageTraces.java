package harbor.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.inventory.v1.GetStockResponse;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.scripted.ScriptedStore.RunningBff;
import harbor.scripted.Visitor.Answer;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is true of the traces, ids and deadlines of any BFF's product page, and of its calls when a
 * client leaves: a BFF's test says what its page is.
 */
public abstract class PageTraces {
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final Duration LESS_THAN_ANY_DEADLINE = Duration.ofSeconds(5);
  private static final int ENOUGH_FOR_A_RETRY = 10;

  /** A store whose deadlines do not pass while a test waits. */
  protected abstract ScriptedStore store();

  /** Where the spans of that store go. */
  protected abstract InMemorySpanExporter spans();

  /** The path of the page. */
  protected abstract String page();

  /** What the page calls, the product and the stock among it. */
  protected abstract List<MethodDescriptor<?, ?>> methods();

  /** Starts the BFF as it runs in production. */
  protected abstract RunningBff inProduction(ScriptedCores cores);

  /** The time of the page's plan in production. */
  protected abstract Duration budget();

  @Test
  void spans_areTheKeptTree_whenThePageIsDegraded() {
    store()
        .cores()
        .script(InventoryServiceGrpc.getGetStockMethod(), Script.fail(Status.Code.INTERNAL, "BUG"));

    Answer answer = store().visitor().get(page());

    Golden.assertKept("spans-degraded.txt", tree(answer, methods().size()));
  }

  @Test
  void spans_areTheKeptTree_whenAnAnswerIsImpossible() {
    store()
        .cores()
        .script(
            InventoryServiceGrpc.getGetStockMethod(),
            Script.answer(GetStockResponse.getDefaultInstance()));

    Answer answer = store().visitor().get(page());

    Golden.assertKept("spans-impossible.txt", tree(answer, methods().size()));
  }

  @Test
  void spans_areTheKeptTree_whenACallIsTriedAgain() {
    for (int i = 0; i < ENOUGH_FOR_A_RETRY; i++) {
      assertThat(store().visitor().get(page()).isWhole()).isTrue();
    }
    store()
        .cores()
        .script(
            InventoryServiceGrpc.getGetStockMethod(),
            Script.fail(Status.Code.UNAVAILABLE, "RESTARTING")
                .once(
                    Script.answer(
                        GetStockResponse.newBuilder()
                            .setStock(CoreProduct.ordinary().stock())
                            .build())));

    Answer answer = store().visitor().get(page());

    assertThat(answer.isWhole()).isTrue();
    Golden.assertKept("spans-retried.txt", tree(answer, methods().size() + 1));
  }

  @Test
  void spans_areTheKeptTree_whenACallIsTurnedAway() {
    store()
        .cores()
        .script(InventoryServiceGrpc.getGetStockMethod(), Script.fail(Status.Code.INTERNAL, "BUG"));

    String turnedAway =
        await()
            .until(
                // Some of them are probes.
                () -> tree(store().visitor().get(page()), methods().size()),
                tree -> tree.contains("BREAKER_OPEN"));

    Golden.assertKept("spans-turned-away.txt", turnedAway);
  }

  @Test
  void spans_sayWhy_whenThereIsNoPage() {
    store()
        .cores()
        .script(
            CatalogServiceGrpc.getGetProductMethod(),
            Script.fail(Status.Code.DEADLINE_EXCEEDED, "SLOW"));
    store().cores().script(InventoryServiceGrpc.getGetStockMethod(), Script.never());

    Answer answer = store().visitor().get(page());

    assertThat(tree(answer, methods().size()))
        .startsWith("GET ")
        .containsPattern("^GET [^\n]* SERVER ERROR\n")
        .containsPattern("CatalogService/GetProduct CLIENT ERROR .* miss=TIMEOUT SLOW ")
        .containsPattern("InventoryService/GetStock CLIENT UNSET .* miss=CANCELLED ");
  }

  @Test
  void ids_goThroughToEveryCall() {
    Answer answer =
        store()
            .visitor()
            .get(
                page(),
                "traceparent",
                "00-" + TRACE_ID + "-b7ad6b7169203331-01",
                "x-correlation-id",
                "checkout-7");

    assertThat(answer.header("x-trace-id")).isEqualTo(TRACE_ID);
    assertThat(answer.header("x-correlation-id")).isEqualTo("checkout-7");
    List<Arrival> calls = store().cores().arrivals();
    assertThat(calls).hasSameSizeAs(methods());
    assertThat(calls).extracting(Arrival::traceId).containsOnly(TRACE_ID);
    assertThat(calls).extracting(Arrival::correlationId).containsOnly("checkout-7");
  }

  @Test
  void correlationId_isMadeAnew_whenTheClientsIsMalformed() {
    Answer answer = store().visitor().get(page(), "x-correlation-id", "two words; DROP TABLE");

    assertThat(answer.header("x-correlation-id")).matches("[0-9a-f]{16}");
  }

  @ParameterizedTest
  @EnumSource
  void clientThatLeaves_cancelsAllCallsInFlight(HttpClient.Version version) {
    try (Visitor leaving = store().visitor(version)) {
      assertThat(leaving.get(page()).status()).isEqualTo(200);
      store().assertCallsBelongTo(leaving);
      store().cores().forget();
      methods().forEach(method -> store().cores().script(method, Script.never()));
      Runnable leave = leaving.come(page(), TRACE_ID, "leaving");
      awaitAllCalls();

      leave.run();

      await()
          .atMost(LESS_THAN_ANY_DEADLINE)
          .untilAsserted(
              () -> assertThat(store().cores().arrivals()).allMatch(Arrival::isAbandoned));
      store().assertCallsBelongTo(leaving);
      store().cores().forget();
    }
  }

  @Test
  void calls_areAbandoned_whenTheCriticalOneFails() {
    store().cores().script(InventoryServiceGrpc.getGetStockMethod(), Script.never());
    CompletableFuture<Void> arrived = new CompletableFuture<>();
    store()
        .cores()
        .script(
            CatalogServiceGrpc.getGetProductMethod(),
            Script.fail(Status.Code.NOT_FOUND, "UNKNOWN_PRODUCT").after(arrived));
    CompletableFuture<HttpResponse<byte[]>> answer =
        store().visitor().start(page(), TRACE_ID, "leaving");
    awaitAllCalls();

    arrived.complete(null);

    assertThat(answer.join().statusCode()).isEqualTo(404);
    await()
        .untilAsserted(
            () ->
                assertThat(store().cores().arrivals())
                    .filteredOn(call -> call.method().endsWith("/GetStock"))
                    .singleElement()
                    .matches(Arrival::isAbandoned));
  }

  /** At the pace of production, where a page may be late on a slow machine: only calls count. */
  @Test
  void deadlines_areThoseOfThePlan_inProduction() throws Exception {
    try (ScriptedCores cores = ScriptedCores.start()) {
      RunningBff bff = inProduction(cores);
      try (Visitor visitor = store().visitor(HttpClient.Version.HTTP_1_1, bff.port())) {
        assertThat(bff.deadlines().values())
            .allSatisfy(deadline -> assertThat(deadline).isBetween(Duration.ofMillis(1), budget()));
        await()
            .until(
                () -> {
                  var _ = visitor.get(page());
                  return cores.arrivals().stream().map(Arrival::method).distinct().count()
                      == methods().size();
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

  private void awaitAllCalls() {
    await().until(() -> store().cores().arrivals().size() == methods().size());
  }

  private String tree(Answer answer, int calls) {
    return SpanTree.of(spans(), answer.header("x-trace-id"), calls);
  }
}
