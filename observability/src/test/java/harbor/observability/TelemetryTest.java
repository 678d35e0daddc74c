package harbor.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.server.Server;
import harbor.kit.testing.TestPorts;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TelemetryTest {
  @Test
  void processesOfOneJvm_eachSendUnderTheirOwnName_inOneTree() {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        Telemetry bff = Telemetry.start("mobile-bff", receiver.environment());
        Telemetry catalog = Telemetry.start("catalog", receiver.environment())) {
      Span screen = span(bff, "screen", Context.root());
      span(bff, "call b", Context.root().with(screen)).end();
      Span call = span(bff, "call a", Context.root().with(screen));
      span(catalog, "query", Context.root().with(call)).setStatus(StatusCode.ERROR).end();
      call.end();
      screen.end();

      assertThat(receiver.awaitTree(TraceIds.of(Context.root().with(screen)), 4))
          .isEqualTo(
              """
              mobile-bff: screen (unset)
                mobile-bff: call a (unset)
                  catalog: query (error)
                mobile-bff: call b (unset)
              """);
    }
  }

  @Test
  void resourceAndName_comeFromTheEnvironment() {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        Telemetry telemetry =
            Telemetry.start(
                "catalog", with(receiver.environment(), "OTEL_SERVICE_NAME", "catalog-eu"))) {
      Span span = span(telemetry, "span", Context.root());
      span.end();

      assertThat(receiver.awaitTree(span.getSpanContext().getTraceId(), 1))
          .isEqualTo("catalog-eu: span (unset)\n");
      assertThat(telemetry.scrape()).contains("service=\"catalog-eu\"");
    }
  }

  @Test
  void close_sendsWhatIsLeft() {
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      Telemetry telemetry =
          Telemetry.start(
              "catalog", with(receiver.environment(), "OTEL_BSP_SCHEDULE_DELAY", "600000"));
      span(telemetry, "span", Context.root()).end();

      telemetry.close();

      assertThat(receiver.spans()).hasSize(1);
    }
  }

  @Test
  void spansGo_byHttpProtobuf_whereTheProtocolSaysSo() {
    AtomicReference<String> content = new AtomicReference<>("");
    Server backend =
        Server.builder()
            .localPort(0, SessionProtocol.HTTP)
            .service(
                "/v1/traces",
                (request, body) -> {
                  content.set(String.valueOf(body.contentType()));
                  return HttpResponse.of(HttpStatus.OK);
                })
            .build();
    backend.start().join();
    Telemetry telemetry =
        Telemetry.start(
            "catalog",
            Map.of(
                "OTEL_EXPORTER_OTLP_PROTOCOL",
                "http/protobuf",
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://localhost:" + backend.activeLocalPort()));

    span(telemetry, "span", Context.root()).end();
    telemetry.close();

    assertThat(content).hasValue("application/x-protobuf");
    backend.stop().join();
  }

  /** What a client sends as baggage would go on to every core service. */
  @Test
  void propagatorsOfTheEnvironment_doNotLetBaggageIn() {
    try (Telemetry telemetry =
        Telemetry.start(
            "mobile-bff",
            Map.of("OTEL_PROPAGATORS", "tracecontext,baggage", "OTEL_TRACES_EXPORTER", "otlp"))) {
      assertThat(telemetry.openTelemetry().getPropagators().getTextMapPropagator().fields())
          .containsOnly("traceparent", "tracestate");
    }
  }

  @Test
  void samplerOfTheEnvironment_decides() {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        Telemetry telemetry =
            Telemetry.start(
                "catalog", with(receiver.environment(), "OTEL_TRACES_SAMPLER", "always_off"))) {
      assertThat(span(telemetry, "span", Context.root()).isRecording()).isFalse();
    }
  }

  /** A client's request that it did not sample is up to the root's sampler, a service's is not. */
  @ParameterizedTest
  @CsvSource({
    "parentbased_always_on, 00, true, true",
    "parentbased_always_on, 00, false, false",
    "parentbased_always_off, 00, true, false",
    "parentbased_always_off, 01, true, true",
    "always_on, 00, true, true",
    "always_off, 01, true, false"
  })
  void callersFlag_isBelieved_unlessAClientSaysNo(
      String sampler, String flags, boolean isEdge, boolean isRecorded) {
    Context caller =
        Context.root()
            .with(
                Span.wrap(
                    SpanContext.createFromRemoteParent(
                        "0af7651916cd43dd8448eb211c80319c",
                        "b7ad6b7169203331",
                        TraceFlags.fromHex(flags, 0),
                        TraceState.getDefault())));
    try (OtlpReceiver receiver = OtlpReceiver.start();
        Telemetry telemetry =
            Telemetry.start("bff", with(receiver.environment(), "OTEL_TRACES_SAMPLER", sampler))) {
      Span span = span(telemetry, "span", isEdge ? EdgeSampler.atTheEdge(caller) : caller);

      assertThat(span.isRecording()).isEqualTo(isRecorded);
      assertThat(span.getSpanContext().getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    }
  }

  @Test
  void missingBackend_isSaidOnceForAllProcesses_andNoticedWhenItAppears() {
    int port = TestPorts.next();
    Map<String, String> environment =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "http://localhost:" + port,
            "OTEL_BSP_SCHEDULE_DELAY",
            "20");
    try (LogLines lines = LogLines.of(TraceBackend.class);
        Telemetry bff = Telemetry.start("mobile-bff", environment);
        Telemetry catalog = Telemetry.start("catalog", environment)) {
      Span early = span(bff, "early", Context.root());
      assertThat(early.isRecording()).isFalse();
      assertThat(TraceIds.of(Context.root().with(early))).hasSize(32);
      assertThat(lines.all()).hasSize(1);

      try (OtlpReceiver receiver = OtlpReceiver.startAt(port)) {
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> span(catalog, "probe", Context.root()).isRecording());
        Span late = span(bff, "late", Context.root());
        late.end();

        assertThat(receiver.awaitTrace(late.getSpanContext().getTraceId(), 1)).hasSize(1);
        assertThat(lines.all()).hasSize(2);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"OTEL_SDK_DISABLED, true", "OTEL_TRACES_EXPORTER, none"})
  void switchedOff_keepsIdsOnly(String name, String value) {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        LogLines lines = LogLines.of(TraceBackend.class);
        Telemetry telemetry =
            Telemetry.start("catalog", with(receiver.environment(), name, value))) {
      Span span = span(telemetry, "span", Context.root());

      assertThat(span.isRecording()).isFalse();
      assertThat(TraceIds.of(Context.root().with(span))).hasSize(32);
      assertThat(lines.all()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_TRACES_SAMPLER, sometimes",
    "OTEL_EXPORTER_OTLP_ENDPOINT, localhost:4317",
    "OTEL_EXPORTER_OTLP_ENDPOINT, http://a b"
  })
  void badValue_stopsTheStart(String name, String value) {
    assertThatThrownBy(() -> Telemetry.start("catalog", Map.of(name, value)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(value);
  }

  @Test
  void span_isReceivedOrCountedAsDropped_howeverFastTheyCome() {
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      Map<String, String> small = new HashMap<>(receiver.environment());
      small.put("OTEL_BSP_MAX_QUEUE_SIZE", "1");
      small.put("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "1");

      double dropped = droppedOf(1_000, small);
      assertThat(dropped).isPositive();
      assertThat(receiver.spans()).as("all others").hasSize(1_000 - (int) dropped);

      receiver.forget();
      assertThat(droppedOf(1_000, receiver.environment())).isZero();
      assertThat(receiver.spans()).hasSize(1_000);
    }
  }

  /** How many of so many spans did not fit into the queue. */
  private static double droppedOf(int spans, Map<String, String> environment) {
    try (Telemetry telemetry = Telemetry.start("catalog", environment)) {
      Tracer tracer = telemetry.openTelemetry().getTracer("test");
      IntStream.range(0, spans).forEach(_ -> tracer.spanBuilder("span").startSpan().end());
      return telemetry
          .metrics()
          .get("harbor.spans.dropped")
          .tag("reason", "queue_full")
          .functionCounter()
          .count();
    }
  }

  private static Span span(Telemetry telemetry, String name, Context parent) {
    return telemetry
        .openTelemetry()
        .getTracer("test")
        .spanBuilder(name)
        .setParent(parent)
        .startSpan();
  }

  private static Map<String, String> with(Map<String, String> all, String name, String value) {
    Map<String, String> result = new HashMap<>(all);
    result.put(name, value);
    return result;
  }
}
