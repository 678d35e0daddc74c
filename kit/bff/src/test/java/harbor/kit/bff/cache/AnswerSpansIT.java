package harbor.kit.bff.cache;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.StringValue;
import com.linecorp.armeria.common.util.EventLoopGroups;
import harbor.kit.bff.cache.load.ReadCache;
import harbor.kit.bff.downstream.Downstream;
import harbor.kit.bff.downstream.DownstreamSettings;
import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.CriticalCall;
import harbor.kit.bff.plan.Page;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.PlanTelemetry;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.client.CachePolicy;
import harbor.kit.client.Caller;
import harbor.kit.runtime.CorrelationId;
import harbor.observability.Telemetry;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A request's trace says where each answer came from, over a real socket. */
class AnswerSpansIT {
  private static final AttributeKey<String> ANSWERED_BY =
      AttributeKey.stringKey("harbor.answered_by");
  private static final MethodDescriptor<StringValue, StringValue> GET =
      MethodDescriptor.<StringValue, StringValue>newBuilder()
          .setType(MethodType.UNARY)
          .setFullMethodName("harbor.test.v1.Test/Get")
          .setSafe(true)
          .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .build();

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final Telemetry telemetry = Telemetry.recording("test-bff", spans);
  private final EventLoopGroup loops = EventLoopGroups.newEventLoopGroup(1, "test-loop", true);
  private final AtomicLong millis = new AtomicLong(1_780_000_000_000L);
  private volatile boolean isBroken;
  private Server core;
  private Downstream downstream;
  private CriticalCall<String, StringValue> call;

  @BeforeEach
  void start() throws Exception {
    core =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(
                ServerServiceDefinition.builder("harbor.test.v1.Test")
                    .addMethod(GET, ServerCalls.asyncUnaryCall(this::answer))
                    .build())
            .build()
            .start();
    downstream =
        Downstream.open(
            new DownstreamSettings("test", "127.0.0.1:" + core.getPort()),
            loops,
            Optional.empty(),
            telemetry);
    ReadCache<StringValue> cache =
        new Caches(
                "test-bff",
                true,
                Optional.empty(),
                telemetry.metrics(),
                millis::get,
                new SplittableRandom(1))
            .of(
                CachePolicy.of("test.thing").ttl(ofSeconds(60)).staleIfError(ofSeconds(600)),
                "00000000cafe",
                StringValue.parser(),
                id -> downstream.call(GET, StringValue.of(id)),
                null);
    call = Call.<String, StringValue>critical("test.thing", cache::get).within(ofSeconds(30));
  }

  @AfterEach
  void stop() {
    downstream.close();
    core.shutdownNow();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    telemetry.close();
  }

  @Test
  void load_hasTheSpanOfItsTry_andAHitOneOfItsOwn() {
    assertThat(ask().stale()).isEmpty();
    assertThat(spansOfRequest(1)).containsExactly("harbor.test.v1.Test/Get UNSET service");

    assertThat(ask().stale()).isEmpty();
    assertThat(spansOfRequest(1)).containsExactly("test.thing UNSET cache");
  }

  @Test
  void copyThatStandsIn_hasASpanOfItsOwn_besideTheTryThatFailed() {
    ask();
    spansOfRequest(1);
    millis.addAndGet(75_001);
    isBroken = true;

    assertThat(ask().stale()).containsExactly("test.thing");
    assertThat(spansOfRequest(2))
        .containsExactlyInAnyOrder(
            "harbor.test.v1.Test/Get ERROR null", "test.thing UNSET stale_copy");
  }

  private void answer(StringValue request, StreamObserver<StringValue> observer) {
    if (isBroken) {
      observer.onError(Status.INTERNAL.asRuntimeException());
    } else {
      observer.onNext(request);
      observer.onCompleted();
    }
  }

  private Page.Ready<String> ask() {
    Span request = telemetry.openTelemetry().getTracer("test").spanBuilder("request").startSpan();
    try (RequestScope scope =
        RequestScope.open(
            ofSeconds(60),
            new CorrelationId("correlation-1"),
            Caller.ANONYMOUS,
            Context.root().with(request),
            Deadline.getSystemTicker(),
            loops.next())) {
      PlanRunner runner = new PlanRunner(new PlanTelemetry("test-bff", telemetry));
      // On the request's loop, as in a server: whoever waits for an answer is told before its
      // span ends.
      Page<String> page =
          CompletableFuture.completedFuture("lamp")
              .thenComposeAsync(
                  id ->
                      runner.run(Plan.of("test.plan", ofSeconds(60), call), scope, id, _ -> "page"),
                  loops)
              .join();
      if (page instanceof Page.Ready<String> ready) {
        return ready;
      }
      throw new AssertionError("Not ready: " + page);
    }
  }

  /** The spans that have ended since: name, status, and what answered the call. */
  private List<String> spansOfRequest(int count) {
    List<String> ended =
        await().until(spans::getFinishedSpanItems, found -> found.size() == count).stream()
            .map(
                span ->
                    "%s %s %s"
                        .formatted(
                            span.getName(),
                            span.getStatus().getStatusCode(),
                            span.getAttributes().get(ANSWERED_BY)))
            .toList();
    spans.reset();
    return ended;
  }
}
