package harbor.kit.bff.downstream;

import static harbor.kit.bff.downstream.TestCore.ECHO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.StringValue;
import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.CriticalCall;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.PlanListener;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.bff.plan.Source;
import harbor.kit.bff.resilience.UnaryChannel.Try;
import harbor.kit.client.Caller;
import harbor.kit.runtime.CorrelationId;
import harbor.observability.Telemetry;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each try of a call is a span of the request's trace, and says which try it is. */
class TrySpansIT {
  private static final AttributeKey<Long> TRY = AttributeKey.longKey("harbor.try");
  private static final AttributeKey<Boolean> HEDGE = AttributeKey.booleanKey("harbor.hedge");

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final Telemetry telemetry = Telemetry.recording("test-bff", spans);
  private final Span request =
      telemetry.openTelemetry().getTracer("test").spanBuilder("request").startSpan();
  private final ScheduledExecutorService elsewhere = Executors.newSingleThreadScheduledExecutor();
  private TestCore core;
  private ManagedChannel managed;
  private Transport transport;

  @BeforeEach
  void start() throws Exception {
    core = TestCore.echo();
    managed = NettyChannelBuilder.forTarget(core.target()).usePlaintext().build();
    transport = new Transport(Interceptors.around(managed, "test", Optional.empty(), telemetry));
  }

  @AfterEach
  void stop() {
    managed.shutdownNow();
    core.close();
    elsewhere.shutdownNow();
    telemetry.close();
  }

  @Test
  void firstTry_saysSo() {
    SpanData span = spanOf(text -> transport.call(ECHO, StringValue.of(text)));

    assertThat(span.getAttributes().get(TRY)).isEqualTo(1);
    assertThat(span.getAttributes().get(HEDGE)).isNull();
    assertThat(span.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
  }

  @Test
  void hedge_saysSo_inTheTraceOfItsRequest_thoughATimerStartsIt() {
    SpanData span = spanOf(text -> later(text, new Try(2, true)));

    assertThat(span.getAttributes().get(TRY)).isEqualTo(2);
    assertThat(span.getAttributes().get(HEDGE)).isTrue();
    assertThat(span.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
  }

  /** The gRPC context goes along, that of the trace does not. */
  private CompletableFuture<StringValue> later(String text, Try attempt) {
    io.grpc.Context context = io.grpc.Context.current();
    CompletableFuture<StringValue> answer = new CompletableFuture<>();
    elsewhere.execute(
        context.wrap(
            () -> {
              assertThat(Span.current().getSpanContext().isValid()).isFalse();
              var _ =
                  transport.call(ECHO, StringValue.of(text), attempt).thenAccept(answer::complete);
            }));
    return answer;
  }

  private SpanData spanOf(Source<String, StringValue> source) {
    CriticalCall<String, StringValue> call =
        Call.<String, StringValue>critical("test.echo", source).within(ofSeconds(30));
    try (RequestScope scope =
        RequestScope.open(
            ofSeconds(60),
            new CorrelationId("correlation-1"),
            Caller.ANONYMOUS,
            Context.root().with(request),
            Deadline.getSystemTicker(),
            elsewhere)) {
      var _ =
          new PlanRunner(PlanListener.NONE)
              .run(Plan.of("test.plan", ofSeconds(60), call), scope, "hello", _ -> "page")
              .join();
    }
    return await().until(spans::getFinishedSpanItems, found -> found.size() == 1).getFirst();
  }
}
