package harbor.kit.bff.events;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.plan.VirtualTime;
import harbor.observability.Telemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is sent to event streams leads to the traces of the changes that caused it. */
class PushSpansTest {
  private static final String LAMP = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final String DESK = "00-1af7651916cd43dd8448eb211c80319c-c7ad6b7169203331-01";

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final Telemetry telemetry = Telemetry.recording("web-bff", spans);
  private final VirtualTime time = new VirtualTime();
  private final ScriptedSource stock = new ScriptedSource(time, "inventory.stock");
  private final TestInstance bff =
      new TestInstance(time, telemetry.openTelemetry().getTracer("test"), stock);
  private final TestClient client = TestClient.fast();

  @AfterEach
  void close() {
    telemetry.close();
  }

  @Test
  void push_isATraceOfItsOwn_linkedToAllThatItIsMadeFor() {
    connect("desk", "lamp");

    stock.change("lamp", List.of(LAMP));
    stock.change("desk", List.of(DESK));
    time.advance(ofMillis(100));

    assertThat(client.versions()).endsWith("1");
    assertThat(spans.getFinishedSpanItems()).allSatisfy(PushSpansTest::assertPush);
    assertThat(spans.getFinishedSpanItems())
        .flatExtracting(SpanData::getLinks)
        .extracting(LinkData::getSpanContext)
        .extracting(PushSpansTest::traceParent)
        .containsExactlyInAnyOrder(LAMP, DESK);
  }

  /** Nobody reads it, or nobody knows why: there is nothing to lead to. */
  @Test
  void nothingIsRecorded_withoutACause_orAReader() {
    connect("lamp");

    stock.change("lamp");
    stock.change("sofa", List.of(DESK));
    time.advance(ofMillis(100));

    assertThat(client.versions()).endsWith("1");
    assertThat(spans.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void pushThatFails_isAnError_andTheNextOneLeadsThereToo() {
    connect("lamp");
    stock.goesDown();
    stock.change("lamp", List.of(LAMP));
    time.advance(ofMillis(30));
    stock.comesUp();
    time.advance(ofMillis(500));

    assertThat(client.versions()).endsWith("1");
    assertThat(spans.getFinishedSpanItems())
        .extracting(SpanData::getStatus)
        .containsExactly(StatusData.error(), StatusData.unset());
    assertThat(spans.getFinishedSpanItems())
        .allSatisfy(
            push ->
                assertThat(push.getLinks())
                    .extracting(link -> traceParent(link.getSpanContext()))
                    .containsExactly(LAMP));
  }

  /** What the read itself does is below it. */
  @Test
  void push_isCurrent_whileStatesAreAskedFor() {
    List<Span> asking = new ArrayList<>();
    LiveSource<Integer> source =
        LiveSource.of(
            "inventory.stock",
            stock.source()::listen,
            keys -> {
              asking.add(Span.current());
              return stock.source().read(keys);
            });
    TestInstance other =
        new TestInstance(time, telemetry.openTelemetry().getTracer("test"), List.of(source));
    other.connect(client, Optional.empty(), "lamp");
    time.advance(ofMillis(100));

    stock.change("lamp", List.of(LAMP));
    time.advance(ofMillis(100));

    assertThat(asking).hasSize(2);
    assertThat(asking.getFirst().getSpanContext().isValid()).isFalse();
    assertThat(asking.getLast().getSpanContext().getSpanId())
        .isEqualTo(spans.getFinishedSpanItems().getFirst().getSpanId());
  }

  private void connect(String... keys) {
    bff.connect(client, Optional.empty(), keys);
    time.advance(ofMillis(100));
  }

  private static void assertPush(SpanData push) {
    assertThat(push.getName()).isEqualTo("push inventory.stock");
    assertThat(push.getParentSpanContext().isValid()).isFalse();
    assertThat(push.getAttributes().get(AttributeKey.longKey("harbor.push.keys"))).isPositive();
  }

  private static String traceParent(SpanContext span) {
    return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex();
  }
}
