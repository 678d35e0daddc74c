package harbor.kit.bff.edge;

import static harbor.kit.bff.edge.TestBff.ready;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.edge.RawHttp.Answer;
import harbor.kit.runtime.CorrelationId;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ids that come in, go through, and come back. */
class RequestIdentityIT {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String TRACEPARENT = "traceparent: 00-" + TRACE + "-b7ad6b7169203331-01";

  private static TestBff bff;
  private final AtomicReference<CorrelationId> correlation = new AtomicReference<>();
  private final AtomicReference<io.opentelemetry.context.Context> trace = new AtomicReference<>();

  @BeforeAll
  static void start() {
    bff = TestBff.start();
  }

  @AfterAll
  static void stop() {
    bff.close();
  }

  @BeforeEach
  void screenRemembers() {
    bff.screenDoes(
        (scope, id) -> {
          correlation.set(scope.correlationId());
          trace.set(scope.trace());
          return ready(id);
        });
  }

  @Test
  void correlationId_isTaken_whenItIsWellFormed() throws Exception {
    Answer answer = get("X-Correlation-Id: order-17.a_b");

    assertThat(answer.header("x-correlation-id")).isEqualTo("order-17.a_b");
    assertThat(correlation.get().value()).isEqualTo("order-17.a_b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "<script>", "a,b", "../..", "ä", "%0d%0aSet-Cookie"})
  void correlationId_isReplaced_whenItIsNot(String given) throws Exception {
    Answer answer = get("X-Correlation-Id: " + given);

    assertThat(answer.header("x-correlation-id")).matches("[0-9a-f]{16}");
    assertThat(correlation.get().value()).isEqualTo(answer.header("x-correlation-id"));
  }

  @Test
  void correlationId_isReplaced_whenItIsTooLong() throws Exception {
    Answer answer = get("X-Correlation-Id: " + "a".repeat(65));

    assertThat(answer.header("x-correlation-id")).matches("[0-9a-f]{16}");
  }

  @Test
  void trace_goesOn_whenTheClientHasOne() throws Exception {
    Answer answer = get(TRACEPARENT);

    assertThat(answer.header("x-trace-id")).isEqualTo(TRACE);
    assertThat(answer.header("traceresponse")).matches("00-" + TRACE + "-[0-9a-f]{16}-01");
    assertThat(Span.fromContext(trace.get()).getSpanContext().getTraceId()).isEqualTo(TRACE);
  }

  @Test
  void trace_isTheOneOfTheRequest_alsoInErrors() throws Exception {
    Answer answer = RawHttp.request(bff.port(), "GET", "/nowhere", TRACEPARENT);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("x-trace-id")).isEqualTo(TRACE);
    assertThat(answer.header("traceresponse")).startsWith("00-" + TRACE);
    assertThat(answer.body()).contains(TRACE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-xyz-1-1"
      })
  void trace_isNew_whenTheClientsMakesNoSense(String traceparent) throws Exception {
    Answer answer = get("traceparent: " + traceparent);

    assertThat(answer.header("x-trace-id")).matches("[0-9a-f]{32}").doesNotContain("0000000000");
  }

  /** Whether it keeps to the limits of W3C Baggage, 64 members and 8,192 bytes, or not. */
  @ParameterizedTest
  @MethodSource("baggage")
  void baggage_stopsAtTheEdge(String baggage) throws Exception {
    Answer answer = get(TRACEPARENT, "baggage: " + baggage);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("x-trace-id")).isEqualTo(TRACE);
    assertThat(Baggage.fromContext(trace.get()).isEmpty()).isTrue();
    assertThat(answer.optionalHeader("baggage")).isEmpty();
  }

  static Stream<String> baggage() {
    return Stream.of(
        "user=admin",
        "user=admin;role=admin, harbor.fault=hang",
        members(64),
        members(65),
        "key=" + "v".repeat(8_192 - 4),
        "key=" + "v".repeat(8_192),
        ",;=,%zz",
        "");
  }

  private static String members(int count) {
    return IntStream.range(0, count).mapToObj(i -> "key" + i + "=1").collect(joining(","));
  }

  private static Answer get(String... headers) throws Exception {
    return RawHttp.request(bff.port(), "GET", "/things/lamp", headers);
  }
}
