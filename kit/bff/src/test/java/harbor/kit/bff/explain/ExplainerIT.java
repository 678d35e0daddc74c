package harbor.kit.bff.explain;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.StringValue;
import com.linecorp.armeria.common.util.EventLoopGroups;
import harbor.kit.bff.cache.metrics.CacheState;
import harbor.kit.bff.downstream.Downstream;
import harbor.kit.bff.downstream.DownstreamSettings;
import harbor.kit.bff.explain.CallState.Condition;
import harbor.kit.bff.overload.Priority;
import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.OptionalCall;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.PlanTelemetry;
import harbor.kit.bff.plan.RequestScope;
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
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of a call follows what happens to it, over a real socket. */
class ExplainerIT {
  private static final String METHOD = "harbor.stock.v1.Stock/Get";
  private static final MethodDescriptor<StringValue, StringValue> GET =
      MethodDescriptor.<StringValue, StringValue>newBuilder()
          .setType(MethodType.UNARY)
          .setFullMethodName(METHOD)
          .setSafe(true)
          .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .build();

  private final Telemetry telemetry =
      Telemetry.recording("test-bff", InMemorySpanExporter.create());
  private final PlanTelemetry calls = new PlanTelemetry("test-bff", telemetry);
  private final List<CacheState> caches = new ArrayList<>();
  private final EventLoopGroup loops = EventLoopGroups.newEventLoopGroup(1, "test-loop", true);
  private Server core;
  private Downstream downstream;
  private Plan<String> plan;
  private Explainer explainer;

  @BeforeEach
  void start() throws Exception {
    core =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(
                ServerServiceDefinition.builder("harbor.stock.v1.Stock")
                    .addMethod(GET, ServerCalls.asyncUnaryCall(ExplainerIT::answer))
                    .build())
            .build()
            .start();
    downstream =
        Downstream.open(
            new DownstreamSettings("stock", "127.0.0.1:" + core.getPort()),
            loops,
            Optional.empty(),
            telemetry);
    OptionalCall<String, StringValue> left =
        Call.<String, StringValue>optional(
                "stock.left", id -> downstream.call(GET, StringValue.of(id)))
            .within(ofSeconds(30))
            .orElse(StringValue.of("unknown"));
    plan = Plan.of("test.page", ofSeconds(60), left);
    explainer =
        new Explainer(
            "test-bff",
            List.of(
                new StatedScreen(
                    "GET",
                    "/test/{id}",
                    ofSeconds(90),
                    "no-cache",
                    Priority.NORMAL,
                    List.of(plan))),
            calls,
            List.of(downstream),
            () -> caches);
  }

  @AfterEach
  void stop() {
    downstream.close();
    core.shutdownNow();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    telemetry.close();
  }

  @Test
  void call_isWhatThePlanSays_beforeItWasMade() {
    BffPlans.PlannedCall call = call();

    assertThat(call.name()).isEqualTo("stock.left");
    assertThat(call.critical()).isFalse();
    assertThat(call.fallback()).isEqualTo("value: \"unknown\"");
    assertThat(call.deadlineMillis()).isEqualTo(30_000);
    assertThat(call.layers()).containsExactly("limit", "retry", "hedge", "breaker", "flight");
    assertThat(call.live().condition()).isEqualTo(Condition.NOT_CALLED_YET);
    assertThat(call.live().method()).isNull();
    assertThat(call.live().answers()).isEmpty();
    assertThat(call.live().cached()).isNull();
  }

  @Test
  void call_hasItsMethodAndItsFigures_onceItWasMade() {
    await()
        .untilAsserted(
            () -> {
              ask("hello");
              assertThat(call().live().outcomes()).containsKey("ok");
            });

    assertThat(call().live().method()).isEqualTo(METHOD);
    assertThat(call().live().breaker()).isEqualTo("closed");
    assertThat(call().live().lastMinute().count()).isPositive();
    assertThat(call().live().condition()).isEqualTo(Condition.FINE);
    assertThat(call().live().answers()).containsOnlyKeys("service");
    assertThat(call().live().cached()).isZero();
  }

  @Test
  void caches_areThoseOfNow_inTheirOrder() {
    assertThat(explainer.plans().caches()).isEmpty();

    caches.add(Example.cache("catalog.product", 9, 0));
    caches.add(Example.cache("catalog.category", 0, 3));

    assertThat(explainer.plans().caches())
        .extracting(CachedState::cache)
        .containsExactlyElementsOf(caches);
  }

  @Test
  void openBreaker_isSaidAndCounted_byPageAndMetrics() {
    await()
        .untilAsserted(
            () -> {
              ask("fail");
              assertThat(call().live().condition()).isEqualTo(Condition.BREAKER_OPEN);
              assertThat(breakerMetric()).isEqualTo(1);
              ask("fail");
              assertThat(call().live().outcomes()).containsKeys("broken", "refused");
            });

    assertThat(explainer.plans().services().getFirst().counts().breakerOpen()).isPositive();
    assertThat(rejected("breaker_open"))
        .isEqualTo(explainer.plans().services().getFirst().counts().breakerOpen());
    assertThat(rejected("too_many_calls")).isZero();
  }

  /** The names that the dashboard, the alert rules and the vocabulary use. */
  @Test
  void metrics_haveTheNamesOfTheVocabulary() {
    ask("hello");

    assertThat(telemetry.scrape())
        .contains(
            "harbor_downstream_breaker{downstream=\"stock\",method=\"" + METHOD + "\"",
            "harbor_downstream_rejected_total{downstream=\"stock\",reason=\"breaker_open\"",
            "harbor_downstream_rejected_total{downstream=\"stock\",reason=\"too_many_calls\"",
            "harbor_downstream_retries_total{downstream=\"stock\"",
            "harbor_downstream_hedges_total{downstream=\"stock\"",
            "harbor_downstream_hedges_won_total{downstream=\"stock\"",
            "harbor_downstream_joined_total{downstream=\"stock\"",
            "harbor_downstream_in_flight{downstream=\"stock\"",
            "harbor_downstream_limit{downstream=\"stock\"");
  }

  private static void answer(StringValue request, StreamObserver<StringValue> observer) {
    if (request.getValue().equals("fail")) {
      observer.onError(Status.INTERNAL.asRuntimeException());
    } else {
      observer.onNext(request);
      observer.onCompleted();
    }
  }

  private BffPlans.PlannedCall call() {
    return explainer.plans().screens().getFirst().plans().getFirst().calls().getFirst();
  }

  private double breakerMetric() {
    return telemetry
        .metrics()
        .get("harbor.downstream.breaker")
        .tag("downstream", "stock")
        .tag("method", METHOD)
        .gauge()
        .value();
  }

  private long rejected(String reason) {
    return (long)
        telemetry
            .metrics()
            .get("harbor.downstream.rejected")
            .tag("downstream", "stock")
            .tag("reason", reason)
            .functionCounter()
            .count();
  }

  private void ask(String id) {
    try (RequestScope scope =
        RequestScope.open(
            ofSeconds(90),
            new CorrelationId("correlation-1"),
            Caller.ANONYMOUS,
            Context.root(),
            Deadline.getSystemTicker(),
            loops.next())) {
      var _ = new PlanRunner(calls).run(plan, scope, id, _ -> id).join();
    }
  }
}
