package harbor.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.SplitHttpResponse;
import com.linecorp.armeria.common.stream.StreamMessage;
import com.linecorp.armeria.server.Server;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpServerTracingTest {
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final AtomicReference<Context> SEEN = new AtomicReference<>();
  private static final AtomicReference<HttpResponseWriter> OPEN = new AtomicReference<>();
  private static final Semaphore HANGING = new Semaphore(0);

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final Telemetry telemetry = Telemetry.recording("mobile-bff", spans);
  private final Server server =
      Server.builder()
          .localPort(0, SessionProtocol.HTTP)
          .service(
              "/products/{id}",
              (request, body) -> {
                SEEN.set(TraceContext.of(request));
                return HttpResponse.of(TraceIds.current());
              })
          .service(
              "/later",
              (request, body) ->
                  HttpResponse.of(
                      CompletableFuture.supplyAsync(
                          () -> HttpResponse.of(TraceIds.current()), request.eventLoop())))
          .service("/down", (request, body) -> HttpResponse.of(HttpStatus.SERVICE_UNAVAILABLE))
          .service(
              "/bug",
              (request, body) -> {
                throw new IllegalStateException("bug");
              })
          .service(
              "/hangs",
              (request, body) -> {
                HANGING.release();
                return HttpResponse.streaming();
              })
          .service(
              "/events",
              (request, body) -> {
                LongAnswer.STREAM.begins(request);
                return inParts();
              })
          .service("/export", (request, body) -> inParts())
          .decorator(telemetry.httpServerTracing())
          .build();

  @BeforeAll
  void start() {
    server.start().join();
  }

  @AfterAll
  void stop() {
    server.stop().join();
    telemetry.close();
  }

  @BeforeEach
  void forget() {
    spans.reset();
  }

  @Test
  void request_makesServerSpan_namedByItsRoute() {
    AggregatedHttpResponse response = get("/products/P-1");

    SpanData span = span();
    assertThat(span.getName()).isEqualTo("GET /products/{id}");
    assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.getAttributes().asMap())
        .containsEntry(AttributeKey.stringKey("http.request.method"), "GET")
        .containsEntry(AttributeKey.stringKey("http.route"), "/products/{id}")
        .containsEntry(AttributeKey.stringKey("url.scheme"), "http")
        .containsEntry(STATUS, 200L);
    assertThat(Span.fromContext(SEEN.get()).getSpanContext()).isEqualTo(span.getSpanContext());
    assertThat(response.contentUtf8()).isEqualTo(span.getTraceId());
  }

  @Test
  void traceparent_isTakenIn_butBaggageIsNot() {
    send(
        RequestHeaders.of(
            HttpMethod.GET,
            "/products/P-1",
            "traceparent",
            "00-" + TRACE_ID + "-b7ad6b7169203331-01",
            "baggage",
            "user=42"));

    assertThat(span().getTraceId()).isEqualTo(TRACE_ID);
    assertThat(span().getParentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(Baggage.fromContext(SEEN.get()).asMap()).isEmpty();
  }

  /** A client cannot know that its request will fail; the counter-test is that of gRPC calls. */
  @Test
  void notSampledTraceparent_hidesNothing_andKeepsItsId() {
    AggregatedHttpResponse response =
        send(
            RequestHeaders.of(
                HttpMethod.GET, "/down", "traceparent", "00-" + TRACE_ID + "-b7ad6b7169203331-00"));

    assertThat(response.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
    assertThat(span().getTraceId()).isEqualTo(TRACE_ID);
    assertThat(span().getParentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(span().getSpanContext().isSampled()).isTrue();
    assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void context_isCurrent_whereTheRequestIs() {
    assertThat(get("/later").contentUtf8()).isEqualTo(span().getTraceId());
  }

  @Test
  void answerOf5xx_isAnError() {
    get("/down");

    assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span().getAttributes().get(ERROR_TYPE)).isEqualTo("503");
  }

  @Test
  void exceptionOfTheService_isA500() {
    get("/bug");

    assertThat(span().getAttributes().get(ERROR_TYPE)).isEqualTo("500");
  }

  /** A path is what its client wrote: a mail address, the name of an address. */
  @ParameterizedTest
  @CsvSource({
    "/nobody/ada%40example.org?q=ada, GET",
    "/products/ada%40example.org?q=ada, GET /products/{id}"
  })
  void span_isNamedByItsRoute_andHasNothingOfThePath(String path, String name) {
    get(path);

    assertThat(span().getName()).isEqualTo(name);
    assertThat(span().toString())
        .contains("http.request.method")
        .doesNotContain("ada%", "ada@", "=ada");
  }

  @ParameterizedTest
  @EnumSource(
      value = SessionProtocol.class,
      names = {"H1C", "H2C"})
  void clientThatLeaves_endsTheSpan_withoutAnError(SessionProtocol protocol) {
    try (ClientFactory leaving = ClientFactory.builder().build()) {
      HttpResponse answer =
          WebClient.builder(protocol.uriText() + "://127.0.0.1:" + server.activeLocalPort())
              .factory(leaving)
              .build()
              .get("/hangs");
      await().until(() -> HANGING.tryAcquire());
      assertThat(spans.getFinishedSpanItems()).isEmpty();

      answer.abort();
    }

    assertThat(span().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span().getAttributes().get(ERROR_TYPE)).isEqualTo("client_left");
  }

  @Test
  void stream_hasItsSpan_whileItIsOpen() {
    StreamMessage<HttpData> events = begun("/events");

    assertThat(span().getName()).isEqualTo("GET /events");
    assertThat(span().getAttributes().get(STATUS)).isEqualTo(200);
    assertThat(OPEN.get().isOpen()).isTrue();

    events.abort();
    await().until(() -> !OPEN.get().isOpen());
    assertThat(spans.getFinishedSpanItems()).hasSize(1);
  }

  /** The counter-test: what is no stream is traced to its last byte. */
  @Test
  void answerInParts_hasItsSpan_whenItIsWhole() {
    StreamMessage<HttpData> parts = begun("/export");
    assertThat(spans.getFinishedSpanItems()).isEmpty();

    OPEN.get().close();

    assertThat(parts.collect().join()).isNotEmpty();
    assertThat(span().getName()).isEqualTo("GET /export");
  }

  private static HttpResponse inParts() {
    HttpResponseWriter answer = HttpResponse.streaming();
    answer.write(ResponseHeaders.of(HttpStatus.OK));
    answer.write(HttpData.ofUtf8("part"));
    OPEN.set(answer);
    return answer;
  }

  /** An answer of which the head is here. */
  private StreamMessage<HttpData> begun(String path) {
    SplitHttpResponse answer = WebClient.of(address()).get(path).split();
    assertThat(answer.headers().join().status()).isEqualTo(HttpStatus.OK);
    return answer.body();
  }

  private AggregatedHttpResponse get(String path) {
    return send(RequestHeaders.of(HttpMethod.GET, path));
  }

  private AggregatedHttpResponse send(RequestHeaders headers) {
    return WebClient.of(address()).blocking().execute(headers);
  }

  private String address() {
    return "http://127.0.0.1:" + server.activeLocalPort();
  }

  private SpanData span() {
    return await().until(spans::getFinishedSpanItems, found -> !found.isEmpty()).getFirst();
  }
}
