package harbor.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No span is left open, however a call ends. */
final class GrpcEndingsTest {
  private static final AttributeKey<String> STATUS_CODE =
      AttributeKey.stringKey("rpc.response.status_code");

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final Telemetry telemetry = Telemetry.recording("echo", spans);
  private final List<EchoServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(EchoServer::close);
    telemetry.close();
  }

  @Test
  void cancelledCall_endsBothSpans() throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    Channel traced = start(new EchoService((text, observer) -> reached.countDown()));
    ClientCall<String, String> call = EchoService.call(traced);
    var answer = ClientCalls.futureUnaryCall(call, "hello");
    assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();

    answer.cancel(true);

    SpanData server = span(SpanKind.SERVER);
    assertThat(server.getAttributes().get(STATUS_CODE)).isEqualTo(Status.Code.CANCELLED.name());
    assertThat(server.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    SpanData client = span(SpanKind.CLIENT);
    assertThat(client.getAttributes().get(STATUS_CODE)).isEqualTo(Status.Code.CANCELLED.name());
    assertThat(client.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void callWhoseContextIsCancelled_endsItsSpanAsNoError() throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    Channel traced = start(new EchoService((text, observer) -> reached.countDown()));
    try (Context.CancellableContext request = Context.current().withCancellation()) {
      request.run(
          () -> {
            var _ = ClientCalls.futureUnaryCall(EchoService.call(traced), "hello");
          });
      assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(span(SpanKind.CLIENT).getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void callThatTheServiceBreaksOff_endsItsSpanAsAnError() {
    Channel traced =
        start(
            new EchoService(
                (text, observer) -> observer.onError(Status.CANCELLED.asRuntimeException())));

    assertThatThrownBy(() -> EchoService.say(traced, "hello")).hasMessageContaining("CANCELLED");

    assertThat(span(SpanKind.CLIENT).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void deadlineThatPasses_endsBothSpansAsErrors() {
    Channel traced =
        start(
            new EchoService(
                (text, observer) -> {
                  if (text.equals("warm up")) {
                    observer.onNext(text);
                    observer.onCompleted();
                  }
                }));
    EchoService.say(
        traced, "warm up"); // so that the deadline cannot pass before the server is reached
    await().until(() -> spans.getFinishedSpanItems().size() == 2);
    spans.reset();

    assertThatThrownBy(
            () ->
                ClientCalls.blockingUnaryCall(
                    traced,
                    EchoService.SAY,
                    CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.SECONDS),
                    "hello"))
        .isInstanceOf(StatusRuntimeException.class);

    assertThat(List.of(span(SpanKind.SERVER), span(SpanKind.CLIENT)))
        .allSatisfy(
            span -> {
              assertThat(span.getAttributes().get(STATUS_CODE))
                  .isEqualTo(Status.Code.DEADLINE_EXCEEDED.name());
              assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            });
  }

  @Test
  void exceptionInTheService_endsTheSpansAsUnknown() {
    Channel traced =
        start(
            new EchoService(
                (text, observer) -> {
                  throw new IllegalStateException("secret");
                }));

    assertThatThrownBy(() -> EchoService.say(traced, "hello")).hasMessageContaining("UNKNOWN");

    SpanData server = span(SpanKind.SERVER);
    assertThat(server.getAttributes().get(STATUS_CODE)).isEqualTo(Status.Code.UNKNOWN.name());
    assertThat(server.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(server.getStatus().getDescription()).isEqualTo("java.lang.IllegalStateException");
    assertThat(span(SpanKind.CLIENT).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void exceptionAtTheStartOfTheServerCall_endsTheSpans() {
    ServerInterceptor broken =
        new ServerInterceptor() {
          @Override
          public <Q, A> ServerCall.Listener<Q> interceptCall(
              ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            throw new IllegalStateException("broken");
          }
        };
    Channel traced = start(EchoService.echo(), broken);

    assertThatThrownBy(() -> EchoService.say(traced, "hello")).hasMessageContaining("UNKNOWN");

    assertThat(span(SpanKind.SERVER).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span(SpanKind.CLIENT).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void exceptionAtTheStartOfTheClientCall_endsTheSpan() {
    Channel traced = start(EchoService.echo());
    ClientCall<String, String> call = EchoService.call(traced);
    call.start(new ClientCall.Listener<>() {}, new Metadata());

    assertThatThrownBy(() -> call.start(new ClientCall.Listener<>() {}, new Metadata()))
        .isInstanceOf(IllegalStateException.class);
    call.cancel("test", null);

    await().until(() -> spans(SpanKind.CLIENT).size() == 2);
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
}
