package harbor.e2e.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import harbor.kit.runtime.Environment;
import harbor.kit.testing.TestPorts;
import harbor.observability.OtlpReceiver;
import harbor.observability.OtlpReceiver.Received;
import harbor.orders.Orders;
import harbor.orders.v1.Order;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An order is one trace, from the request of a client to its shipment, whoever finished it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SagaTracesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Metadata.Key<String> TRACE_PARENT =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);

  private final OtlpReceiver receiver = OtlpReceiver.start();
  private final MoneyCores cores = MoneyCores.start(receiver.environment());
  private final Shop shop = Shop.open(cores.settings);

  @AfterAll
  void close() {
    shop.close();
    cores.close();
    receiver.close();
  }

  @Test
  void order_isOneConnectedTrace_downToItsShipment() {
    String traceId = "0af7651916cd43dd8448eb211c80319c";
    Purchase purchase = new Purchase(shop, 10);

    place(purchase.buyer, purchase, traceId, "01");
    purchase.assertConfirmed(4_490);

    List<Received> trace = awaitShipment(traceId);
    assertThat(names(trace, "order "))
        .contains("order place.reserve-stock", "order place.capture", "order place.book-points");
    assertThat(trace)
        .filteredOn(span -> span.service().equals("orders") && isStep(span))
        .allSatisfy(
            step -> {
              assertThat(step.attribute("harbor.saga.holder")).isEqualTo("1");
              assertThat(step.span().getLinksList()).isEmpty();
            });
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(roots(receiver.trace(traceId))).containsOnly("client"));
  }

  @Test
  void orderThatAnotherInstanceFinished_isInTheTraceOfItsRequest_andSaysWhatTookItOver() {
    String traceId = "0af7651916cd43dd8448eb211c80319d";
    Map<String, String> settings = new HashMap<>(cores.settings);
    settings.put(
        Environment.setting(Orders.PROCESS.name(), "PORT"), Integer.toString(TestPorts.next()));
    settings.put("HARBOR_FAILPOINTS", "place.capture.called");
    settings.put("HARBOR_DB_POOL_SIZE", "2");
    try (Apart doomed = Apart.launch(Orders.PROCESS, settings).ready();
        Shop there = new Shop(settings)) {
      Purchase purchase = new Purchase(shop, 10);

      assertThatThrownBy(() -> place(purchase.buyer.at(there), purchase, traceId, "01"))
          .isInstanceOf(StatusRuntimeException.class);
      assertThat(doomed.exitCode()).as(doomed::log).isEqualTo(137);
      purchase.assertConfirmed(4_490);

      List<Received> trace = awaitShipment(traceId);
      Received captured =
          trace.stream()
              .filter(span -> span.span().getName().equals("order place.capture"))
              .reduce((_, later) -> later)
              .orElseThrow();
      assertThat(captured.attribute("harbor.saga.holder")).isEqualTo("2");
      assertThat(captured.span().getLinksList())
          .singleElement()
          .satisfies(link -> assertThat(nameOf(link)).startsWith("timer "));
    }
  }

  @Test
  void orderOfARequestThatIsNotSampled_leavesNoSpan() {
    String traceId = "0af7651916cd43dd8448eb211c80319e";
    Purchase purchase = new Purchase(shop, 10);

    place(purchase.buyer, purchase, traceId, "00");
    purchase.assertConfirmed(4_490);

    Purchase later = new Purchase(shop, 10);
    place(later.buyer, later, "0af7651916cd43dd8448eb211c80319f", "01");
    awaitShipment("0af7651916cd43dd8448eb211c80319f");
    assertThat(receiver.trace(traceId)).isEmpty();
  }

  private static Order place(Buyer buyer, Purchase purchase, String traceId, String flags) {
    Metadata metadata = new Metadata();
    metadata.put(TRACE_PARENT, "00-" + traceId + "-00f067aa0ba902b7-" + flags);
    return buyer
        .orders("key")
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
        .withDeadlineAfter(Buyer.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .placeOrder(buyer.request(purchase.offer.getId(), "tok_approve"))
        .getOrder();
  }

  private List<Received> awaitShipment(String traceId) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> receiver.trace(traceId),
            trace ->
                names(trace, "order ").contains("order place.book-points")
                    && trace.stream()
                        .anyMatch(
                            span ->
                                span.service().equals("shipping")
                                    && span.span().getName().endsWith("/ReleaseShipment")));
  }

  /** Whose parent is not in the trace: "client" for what the client called. */
  private static Set<String> roots(List<Received> trace) {
    Set<Object> ids =
        trace.stream().map(each -> each.span().getSpanId()).collect(Collectors.toSet());
    return trace.stream()
        .filter(span -> !ids.contains(span.span().getParentSpanId()))
        .map(span -> span.span().getName().endsWith("/PlaceOrder") ? "client" : span.toString())
        .collect(Collectors.toSet());
  }

  private String nameOf(Span.Link link) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                receiver.spans().stream()
                    .map(Received::span)
                    .filter(span -> span.getSpanId().equals(link.getSpanId()))
                    .map(Span::getName)
                    .findFirst()
                    .orElse(""),
            name -> !name.isEmpty());
  }

  private static boolean isStep(Received span) {
    return span.span().getName().startsWith("order ");
  }

  private static Set<String> names(List<Received> trace, String prefix) {
    return trace.stream()
        .map(span -> span.span().getName())
        .filter(name -> name.startsWith(prefix))
        .collect(Collectors.toSet());
  }
}
