package harbor.kit.bff.edge;

import static harbor.kit.bff.plan.Call.critical;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.StringValue;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.util.EventLoopGroups;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.downstream.Downstream;
import harbor.kit.bff.downstream.DownstreamSettings;
import harbor.kit.bff.plan.Page;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.PlanListener;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.client.Caller;
import harbor.kit.runtime.CorrelationId;
import harbor.observability.Telemetry;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of calls at the core service when the client that they were made for leaves. */
class LeavingCallsIT {
  private static final Duration LONG = Duration.ofSeconds(50);

  private static final BlockingQueue<ServiceRequestContext> REQUESTS = new LinkedBlockingQueue<>();

  /** Whether Armeria had ended a request when its plan ended. */
  private static final BlockingQueue<Boolean> REQUEST_HAD_ENDED = new LinkedBlockingQueue<>();

  private static EventLoopGroup loops;
  private static Telemetry telemetry;
  private static EndlessCore core;
  private static Downstream downstream;
  private static TestBff bff;

  @BeforeAll
  static void start() throws Exception {
    loops = EventLoopGroups.newEventLoopGroup(1, "core", true);
    telemetry = Telemetry.recording("test-bff", InMemorySpanExporter.create());
    core = new EndlessCore();
    downstream =
        Downstream.open(
            new DownstreamSettings("core", core.target()), loops, Optional.empty(), telemetry);
    bff =
        TestBff.start(
            Map.of(
                "/wait", (ctx, _) -> serve(ctx, tied(ctx), twoWaits()),
                "/watch", (ctx, _) -> watch(ctx, tied(ctx)),
                "/untied/wait", (ctx, _) -> serve(ctx, untied(ctx), twoWaits()),
                "/untied/watch", (ctx, _) -> watch(ctx, untied(ctx)),
                "/tied-to-log/wait", (ctx, _) -> serve(ctx, tiedToLog(ctx), twoWaits())));
  }

  @AfterAll
  static void stop() {
    bff.close();
    downstream.close();
    core.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    telemetry.close();
  }

  @BeforeEach
  void forget() {
    REQUESTS.clear();
    REQUEST_HAD_ENDED.clear();
  }

  static Stream<Arguments> leavings() {
    return Stream.of(Leaver.Protocol.values())
        .flatMap(
            protocol ->
                Stream.of(Arguments.of(protocol, "/wait", 2), Arguments.of(protocol, "/watch", 1)));
  }

  @ParameterizedTest
  @MethodSource("leavings")
  void everyCall_isCancelledAtTheCore(Leaver.Protocol protocol, String path, int calls)
      throws Exception {
    Leaver leaver = come(protocol, path);
    List<Context> atTheCore = calls(calls);
    assertThat(atTheCore).noneMatch(Context::isCancelled);

    leaver.leave();

    await().until(() -> atTheCore.stream().allMatch(Context::isCancelled));
  }

  /** The counter-test: calls of a scope that nobody ties to the request outlive it. */
  @ParameterizedTest
  @MethodSource("leavings")
  void calls_goOnAtTheCore_whenTheirScopeIsNotTiedToTheRequest(
      Leaver.Protocol protocol, String path, int calls) throws Exception {
    Leaver leaver = come(protocol, "/untied" + path);
    List<Context> atTheCore = calls(calls);
    ServiceRequestContext request = REQUESTS.take();

    leaver.leave();

    await().until(() -> request.log().isComplete());
    everyCall_isCancelledAtTheCore(protocol, path, calls);
    assertThat(atTheCore).noneMatch(Context::isCancelled);
  }

  @Test
  void calls_areCancelledBeforeArmeriaEndsTheRequest_whenAnHttp1ConnectionIsClosed()
      throws Exception {
    Leaver leaver = come(Leaver.Protocol.HTTP_1_1, "/wait");
    calls(2);

    leaver.leave();

    assertThat(REQUEST_HAD_ENDED.poll(10, TimeUnit.SECONDS)).isFalse();
  }

  /** The counter-test: Armeria waits a second before it ends the request. */
  @Test
  void calls_areCancelledOnlyAfterArmeriaEndsTheRequest_whenOnlyItsLogIsListenedTo()
      throws Exception {
    Leaver leaver = come(Leaver.Protocol.HTTP_1_1, "/tied-to-log/wait");
    calls(2);

    leaver.leave();

    assertThat(REQUEST_HAD_ENDED.poll(10, TimeUnit.SECONDS)).isTrue();
  }

  private static Leaver come(Leaver.Protocol protocol, String path) throws Exception {
    Leaver leaver = protocol.ask(bff.port(), path);
    if (path.endsWith("/watch")) {
      leaver.awaitBody();
    }
    return leaver;
  }

  private static List<Context> calls(int count) throws InterruptedException {
    List<Context> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      calls.add(core.next());
    }
    return calls;
  }

  private static RequestScope tied(ServiceRequestContext ctx) {
    return RequestScopes.open(ctx, LONG, Caller.ANONYMOUS, "", Locale.ENGLISH);
  }

  private static RequestScope tiedToLog(ServiceRequestContext ctx) {
    RequestScope scope = untied(ctx);
    var _ = ctx.log().whenComplete().thenRun(scope::close);
    return scope;
  }

  private static RequestScope untied(ServiceRequestContext ctx) {
    return RequestScope.open(
        LONG,
        CorrelationId.random(),
        Caller.ANONYMOUS,
        io.opentelemetry.context.Context.root(),
        Deadline.getSystemTicker(),
        ctx.eventLoop().withoutContext());
  }

  private static HttpResponse serve(
      ServiceRequestContext ctx, RequestScope scope, Plan<String> plan) {
    REQUESTS.add(ctx);
    ctx.clearRequestTimeout();
    CompletableFuture<Page<String>> page =
        new PlanRunner(PlanListener.NONE).run(plan, scope, "", _ -> "");
    return HttpResponse.of(
        page.thenApply(
            _ -> {
              REQUEST_HAD_ENDED.add(ctx.log().isComplete());
              return HttpResponse.of(200);
            }));
  }

  /** An event stream that is fed by a streaming call of a plan. */
  private static HttpResponse watch(ServiceRequestContext ctx, RequestScope scope) {
    HttpResponseWriter events = HttpResponse.streaming();
    events.write(
        ResponseHeaders.of(HttpStatus.OK, HttpHeaderNames.CONTENT_TYPE, "text/event-stream"));
    var _ =
        serve(
            ctx,
            scope,
            Plan.of(
                "test.watch",
                LONG,
                critical("core.watch", (String _) -> feed(events)).within(LONG)));
    return events;
  }

  private static Plan<String> twoWaits() {
    return Plan.of(
        "test.wait",
        LONG,
        critical("core.first", (String _) -> waiting()).within(LONG),
        critical("core.second", (String _) -> waiting()).within(LONG));
  }

  private static CompletableFuture<StringValue> waiting() {
    return downstream.call(EndlessCore.WAIT, StringValue.of("?"));
  }

  private static CompletableFuture<String> feed(HttpResponseWriter events) {
    CompletableFuture<String> ended = new CompletableFuture<>();
    ClientCalls.asyncServerStreamingCall(
        downstream.streams().newCall(EndlessCore.WATCH, CallOptions.DEFAULT),
        StringValue.of("?"),
        new StreamObserver<StringValue>() {
          @Override
          public void onNext(StringValue event) {
            var _ = events.tryWrite(HttpData.ofUtf8("data: " + event.getValue() + "\n\n"));
          }

          @Override
          public void onError(Throwable failure) {
            ended.completeExceptionally(failure);
          }

          @Override
          public void onCompleted() {
            ended.complete("");
          }
        });
    return ended;
  }
}
