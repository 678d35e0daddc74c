package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import harbor.observability.Telemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a real Jaeger keeps of a thousand requests when it decides at their end. */
class TailSamplingIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int REQUESTS = 1_000;

  /** What takes longer than half a second is kept, and so are the traces of such exemplars. */
  private static final Duration LONG = Duration.ofMillis(501);

  /** A request's kind, and whether all of it is kept. */
  private enum Kind {
    FAILED(true),
    DEGRADED(true),
    SLOW(true),
    HEDGED(false),
    ORDINARY(false);

    private final boolean isKept;

    Kind(boolean isKept) {
      this.isKept = isKept;
    }

    static Kind of(int number) {
      return switch (number % 50) {
        case 0, 1 -> FAILED;
        case 2, 3, 4 -> DEGRADED;
        case 5 -> SLOW;
        case 6, 7 -> HEDGED;
        default -> ORDINARY;
      };
    }
  }

  @Test
  void errorsDegradedAndSlowPages_areKeptWhole_andWhatWeCancelOurselvesIsNoError() {
    Optional<Jaeger> found =
        Jaeger.start(
            Map.of("JAEGER_DECISION_WAIT", "1s", "JAEGER_SAMPLING_PERCENTAGE", "0"),
            "tail-sampling.yaml");
    assumeTrue(
        found.isPresent(),
        "Skipped: there is no Jaeger 2. build/jaeger builds one where there is Go.");
    try (Jaeger jaeger = found.orElseThrow()) {
      Map<String, Kind> requests = new HashMap<>();
      send(jaeger, requests);
      Map<String, Kind> last = new HashMap<>();
      try (Telemetry telemetry = telemetry(jaeger)) {
        last.put(request(telemetry, Kind.FAILED), Kind.FAILED);
      }

      await()
          .atMost(PATIENCE)
          .until(() -> last.keySet().stream().allMatch(id -> jaeger.spans(id).size() == 2));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  requests.forEach(
                      (id, kind) ->
                          assertThat(jaeger.spans(id))
                              .as("%s", kind)
                              .hasSize(kind.isKept ? 2 : 0)));
    }
  }

  private static void send(Jaeger jaeger, Map<String, Kind> requests) {
    try (Telemetry telemetry = telemetry(jaeger)) {
      for (int number = 0; number < REQUESTS; number++) {
        Kind kind = Kind.of(number);
        requests.put(request(telemetry, kind), kind);
      }
    }
    assertThat(requests.values().stream().filter(kind -> kind.isKept)).hasSize(120);
  }

  private static Telemetry telemetry(Jaeger jaeger) {
    return Telemetry.start(
        "mobile-bff",
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            jaeger.otlpGrpc(),
            "OTEL_BSP_MAX_QUEUE_SIZE",
            Integer.toString(2 * REQUESTS)));
  }

  private static String request(Telemetry telemetry, Kind kind) {
    Tracer tracer = telemetry.openTelemetry().getTracer("test");
    Span request = tracer.spanBuilder("GET /page").startSpan();
    Span call = tracer.spanBuilder("call").setParent(Context.root().with(request)).startSpan();
    switch (kind) {
      case FAILED -> {
        call.setStatus(StatusCode.ERROR);
        request.setStatus(StatusCode.ERROR);
      }
      case DEGRADED -> call.setAttribute("harbor.miss", "TIMEOUT SLOW");
      case HEDGED -> call.setAttribute("harbor.hedge", true);
      case SLOW, ORDINARY -> call.setAttribute("harbor.answered_by", "service");
    }
    call.end();
    request.end(Instant.now().plus(kind == Kind.SLOW ? LONG : Duration.ZERO));
    return request.getSpanContext().getTraceId();
  }
}
