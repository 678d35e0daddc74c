package harbor.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GrpcTracingTest {
  private static final AttributeKey<String> STATUS_CODE =
      AttributeKey.stringKey("rpc.response.status_code");
  private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final Telemetry telemetry = Telemetry.recording("echo", spans);
  private final List<EchoServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(EchoServer::close);
    telemetry.close();
  }

  @Test
  void call_makesClientAndServerSpan_inOneTrace() {
    Channel traced = start(EchoService.echo());

    String answer = EchoService.say(traced, "hello");

    assertThat(answer).isEqualTo("hello");
    SpanData client = span(SpanKind.CLIENT);
    SpanData server = span(SpanKind.SERVER);
    assertThat(client.getName()).isEqualTo("harbor.test.v1.Echo/Say");
    assertThat(server.getName()).isEqualTo("harbor.test.v1.Echo/Say");
    assertThat(server.getTraceId()).isEqualTo(client.getTraceId());
    assertThat(server.getParentSpanId()).isEqualTo(client.getSpanId());
    assertThat(client.getAttributes().asMap())
        .containsEntry(AttributeKey.stringKey("rpc.system.name"), "grpc")
        .containsEntry(AttributeKey.stringKey("rpc.method"), "harbor.test.v1.Echo/Say")
        .containsEntry(AttributeKey.stringKey("server.address"), "localhost")
        .containsEntry(STATUS_CODE, "OK");
    assertThat(client.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(server.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void clientSpan_isBelowTheSpanCurrentAtStart() {
    Channel traced = start(EchoService.echo());
    Span screen = telemetry.openTelemetry().getTracer("test").spanBuilder("screen").startSpan();

    try (var _ = screen.makeCurrent()) {
      EchoService.say(traced, "hello");
    }

    assertThat(span(SpanKind.CLIENT).getParentSpanId())
        .isEqualTo(screen.getSpanContext().getSpanId());
  }

  @Test
  void notSampledTrace_makesNoSpan_butKeepsItsId() {
    AtomicReference<String> seen = new AtomicReference<>();
    Channel traced =
        start(
            new EchoService(
                (text, observer) -> {
                  seen.set(TraceIds.current());
                  observer.onNext(text);
                  observer.onCompleted();
                }));

    try (var _ = Context.root().with(Span.wrap(context(TraceFlags.getDefault()))).makeCurrent()) {
      EchoService.say(traced, "hello");
    }

    assertThat(seen).hasValue(TRACE_ID);
    assertThat(spans.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void serverSpan_isCurrentInTheService_andNotAfterwards() {
    AtomicReference<SpanContext> seen = new AtomicReference<>();
    Channel traced =
        start(
            new EchoService(
                (text, observer) -> {
                  seen.set(Span.current().getSpanContext());
                  observer.onNext(text);
                  observer.onCompleted();
                }));

    EchoService.say(traced, "hello");

    assertThat(seen.get().getSpanId()).isEqualTo(span(SpanKind.SERVER).getSpanId());
    assertThat(TraceIds.current()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"OK"},
      mode = EnumSource.Mode.EXCLUDE)
  void failure_isAnErrorForTheClient_andForTheServerOnlyWhenItsFault(Status.Code code) {
    Channel traced =
        start(
            new EchoService(
                (text, observer) -> observer.onError(code.toStatus().asRuntimeException())));

    assertThatThrownBy(() -> EchoService.say(traced, "hello"))
        .isInstanceOf(StatusRuntimeException.class);

    boolean serverFault =
        switch (code) {
          case UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS -> true;
          default -> false;
        };
    SpanData server = span(SpanKind.SERVER);
    SpanData client = span(SpanKind.CLIENT);
    assertThat(client.getAttributes().get(STATUS_CODE)).isEqualTo(code.name());
    assertThat(server.getAttributes().get(STATUS_CODE)).isEqualTo(code.name());
    assertThat(client.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(server.getStatus().getStatusCode())
        .isEqualTo(serverFault ? StatusCode.ERROR : StatusCode.UNSET);
  }

  @Test
  void metadataOfAFirstTry_mayBeUsedForASecond() {
    Channel traced = start(EchoService.echo());
    Metadata headers = new Metadata();
    for (int i = 0; i < 2; i++) {
      ClientCall<String, String> call = EchoService.call(traced);
      call.start(new ClientCall.Listener<>() {}, headers);
      call.request(1);
      call.sendMessage("hello");
      call.halfClose();
    }

    await().until(() -> spans.getFinishedSpanItems().size() == 4);
    assertThat(headers.getAll(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER)))
        .hasSize(1);
  }

  private Channel start(EchoService service, ServerInterceptor... inner) {
    EchoServer server = new EchoServer(telemetry, service, inner);
    servers.add(server);
    return server.channel();
  }

  private SpanData span(SpanKind kind) {
    return await().until(() -> spans(kind), found -> !found.isEmpty()).getFirst();
  }

  private List<SpanData> spans(SpanKind kind) {
    return spans.getFinishedSpanItems().stream().filter(span -> span.getKind() == kind).toList();
  }

  private static SpanContext context(TraceFlags flags) {
    return SpanContext.createFromRemoteParent(
        TRACE_ID, "b7ad6b7169203331", flags, TraceState.getDefault());
  }
}
