package harbor.kit.bff.downstream;

import static harbor.kit.bff.downstream.TestCore.ECHO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.StringValue;
import com.linecorp.armeria.common.util.EventLoopGroups;
import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.CriticalCall;
import harbor.kit.bff.plan.Page;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.PlanListener;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.bff.plan.Source;
import harbor.kit.bff.resilience.UnaryChannel;
import harbor.kit.client.Caller;
import harbor.kit.client.identity.ServiceTokens;
import harbor.kit.runtime.CorrelationId;
import harbor.observability.Telemetry;
import harbor.observability.TraceIds;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls to a core service over a real socket, on the event loops of a BFF. */
class DownstreamIT {
  private static final Metadata.Key<String> TIMEOUT = key("grpc-timeout");
  private static final Duration SECONDS = Duration.ofSeconds(10);

  private final Telemetry telemetry =
      Telemetry.recording("test-bff", InMemorySpanExporter.create());
  private final EventLoopGroup loops = EventLoopGroups.newEventLoopGroup(2, "test-loop", true);
  private TestCore core;
  private Downstream downstream;

  @BeforeEach
  void start() throws Exception {
    core = TestCore.echo();
    downstream = open(core);
  }

  @AfterEach
  void stop() {
    downstream.close();
    core.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    telemetry.close();
  }

  @Test
  void call_isAnswered() throws Exception {
    assertThat(ask("hello").get(10, TimeUnit.SECONDS)).isEqualTo(ready("hello"));
  }

  @Test
  void call_carriesItsDeadline_whichIsNotAboveWhatIsLeft() throws Exception {
    var _ = ask("hello", scope(Duration.ofSeconds(3))).get(10, TimeUnit.SECONDS);

    assertThat(timeout(core.nextHeaders())).isBetween(Duration.ofNanos(1), Duration.ofSeconds(3));
  }

  @Test
  void call_carriesTheCallsOwnDeadline_whenThatIsShorter() throws Exception {
    CriticalCall<String, StringValue> call =
        Call.<String, StringValue>critical("test.echo", this::echo).within(Duration.ofSeconds(2));

    var _ = run(call, "hello", scope(SECONDS)).get(10, TimeUnit.SECONDS);

    assertThat(timeout(core.nextHeaders())).isBetween(Duration.ofNanos(1), Duration.ofSeconds(2));
  }

  @Test
  void call_isRefused_whenItHasNoDeadline() {
    assertThatThrownBy(() -> echo("hello"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("harbor.test.v1.Test/Echo: no deadline (expected: a call of a plan)");
  }

  @Test
  void call_isSentWithoutADeadline_whenNothingButGrpcLooksAtIt() throws Exception {
    ManagedChannel bare = NettyChannelBuilder.forTarget(core.target()).usePlaintext().build();
    try {
      var _ = new Transport(bare).call(ECHO, text("hello")).get(10, TimeUnit.SECONDS);

      assertThat(core.nextHeaders().containsKey(TIMEOUT)).isFalse();
    } finally {
      bare.shutdownNow();
    }
  }

  @Test
  void call_carriesCorrelationIdAndTrace_butNoBaggage() throws Exception {
    Span span = telemetry.openTelemetry().getTracer("test").spanBuilder("request").startSpan();
    io.opentelemetry.context.Context trace =
        io.opentelemetry.context.Context.root()
            .with(span)
            .with(Baggage.builder().put("user", "admin").build());

    var _ = ask("hello", scope(SECONDS, trace)).get(10, TimeUnit.SECONDS);

    Metadata headers = core.nextHeaders();
    assertThat(headers.get(key("x-correlation-id"))).isEqualTo("correlation-1");
    assertThat(headers.get(key("traceparent")))
        .matches("00-" + TraceIds.of(trace) + "-[0-9a-f]{16}-0[13]")
        .doesNotContain(span.getSpanContext().getSpanId());
    assertThat(headers.containsKey(key("baggage"))).isFalse();
  }

  @Test
  void call_carriesNoToken_withoutKeys() throws Exception {
    var _ = ask("hello").get(10, TimeUnit.SECONDS);

    assertThat(core.nextHeaders().containsKey(ServiceTokens.AUTHORIZATION)).isFalse();
  }

  @Test
  void call_carriesATokenForTheServiceOnBehalfOfItsCaller() throws Exception {
    try (Downstream to = open(core, Optional.of(tokens(InstantSource.system())))) {
      for (Caller caller : List.of(Caller.user("maria"), Caller.guest("g"), Caller.ANONYMOUS)) {
        RequestScope scope = scope(SECONDS, caller, io.opentelemetry.context.Context.root());
        var _ = run(call(input -> to.call(ECHO, text(input))), "hello", scope).get();

        Metadata headers = core.nextHeaders();
        assertThat(ReceivedToken.subject(headers)).isEqualTo(caller.subject());
        assertThat(ReceivedToken.claims(headers).getAudience()).containsExactly("test");
        assertThat(ReceivedToken.claims(headers).getIssuer()).isEqualTo("test-bff");
      }
    }
  }

  /** A stream has no request; so has whatever else a process does by itself. */
  @Test
  void callOutsideARequest_isOnNobodysBehalf() throws Exception {
    try (Downstream to = open(core, Optional.of(tokens(InstantSource.system())))) {
      var _ =
          new Transport(withDeadline(to.streams()))
              .call(ECHO, text("hello"))
              .get(10, TimeUnit.SECONDS);

      assertThat(ReceivedToken.subject(core.nextHeaders())).isEmpty();
    }
  }

  /** What the layers make of a call are tries, each of which is sent as one of its own. */
  @Test
  void laterTry_carriesATokenOfItsOwnTime() throws Exception {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    AtomicReference<Instant> now = new AtomicReference<>(start);
    try (Downstream to = open(core, Optional.of(tokens(now::get)))) {
      UnaryChannel tries = new Transport(withDeadline(to.streams()));
      var _ = tries.call(ECHO, text("a"), UnaryChannel.Try.FIRST).get(10, TimeUnit.SECONDS);
      now.set(start.plusSeconds(110));
      var _ = tries.call(ECHO, text("a"), new UnaryChannel.Try(2, false)).get(10, TimeUnit.SECONDS);

      assertThat(ReceivedToken.claims(core.nextHeaders()).getIssueTime()).isEqualTo(start);
      assertThat(ReceivedToken.claims(core.nextHeaders()).getIssueTime())
          .isEqualTo(start.plusSeconds(110));
    }
  }

  @Test
  void streamThatIsOpenedAgain_carriesATokenThatIsYoungerThanTheServicesRestart() throws Exception {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    AtomicReference<Instant> now = new AtomicReference<>(start);
    try (Downstream to = open(core, Optional.of(tokens(now::get)))) {
      UnaryChannel streams = new Transport(withDeadline(to.streams()));
      var _ = streams.call(ECHO, text("first")).get(10, TimeUnit.SECONDS);
      core.stop();
      now.set(start.plusSeconds(300));
      core.startAgain();
      await()
          .ignoreExceptions()
          .until(() -> streams.call(ECHO, text("again")).get(10, TimeUnit.SECONDS) != null);

      assertThat(ReceivedToken.claims(core.nextHeaders()).getIssueTime()).isEqualTo(start);
      assertThat(ReceivedToken.claims(core.nextHeaders()).getIssueTime())
          .isEqualTo(start.plusSeconds(300));
    }
  }

  /** The counter-test: what is sent within the token's time has the same one. */
  @Test
  void call_carriesTheSameToken_whileThatIsGood() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    try (Downstream to = open(core, Optional.of(tokens(now::get)))) {
      for (int seconds : List.of(0, 104, 1)) {
        now.updateAndGet(time -> time.plusSeconds(seconds));
        var _ = run(call(input -> to.call(ECHO, text(input))), "hello", scope(SECONDS)).get();
      }

      String first = core.nextHeaders().get(ServiceTokens.AUTHORIZATION);
      assertThat(core.nextHeaders().get(ServiceTokens.AUTHORIZATION)).isEqualTo(first);
      assertThat(core.nextHeaders().get(ServiceTokens.AUTHORIZATION)).isNotEqualTo(first);
    }
  }

  @Test
  void server_isCancelled_whenTheScopeIsClosed() throws Exception {
    try (TestCore hanging = TestCore.start((_, _) -> {});
        Downstream to = open(hanging)) {
      RequestScope scope = scope(SECONDS);
      CompletableFuture<Page<StringValue>> page =
          run(call(input -> to.call(ECHO, text(input))), "hello", scope);
      Context server = hanging.nextContext();
      assertThat(server.isCancelled()).isFalse();

      scope.close();

      await().until(server::isCancelled);
      await().until(page::isDone);
      assertThat(page.join()).isInstanceOf(Page.Failed.class);
    }
  }

  @Test
  void server_goesOn_whenTheCallIsMadeOutsideTheScope() throws Exception {
    try (TestCore hanging = TestCore.start((_, _) -> {});
        Downstream to = open(hanging)) {
      RequestScope scope = scope(SECONDS);
      CompletableFuture<Page<StringValue>> page =
          run(
              call(
                  input -> {
                    Context within = Context.ROOT.attach();
                    try {
                      return new Transport(withDeadline(to.streams())).call(ECHO, text(input));
                    } finally {
                      Context.ROOT.detach(within);
                    }
                  }),
              "hello",
              scope);
      Context server = hanging.nextContext();

      scope.close();

      await().until(page::isDone);
      assertThat(server.isCancelled()).isFalse();
    }
  }

  @Test
  void call_completesOnTheLoopThatMadeIt() throws Exception {
    for (EventExecutor executor : loops) {
      EventLoop loop = (EventLoop) executor;
      CompletableFuture<Thread> completedOn = new CompletableFuture<>();
      CompletableFuture<Thread> madeOn = new CompletableFuture<>();

      loop.execute(
          () -> {
            madeOn.complete(Thread.currentThread());
            var _ =
                ask("hello").whenComplete((_, _) -> completedOn.complete(Thread.currentThread()));
          });

      assertThat(completedOn.get(10, TimeUnit.SECONDS)).isSameAs(madeOn.get());
    }
  }

  @Test
  void call_isUnavailableAtOnce_whenTheServiceIsAway_andAnsweredAgain_whenItIsBack()
      throws Exception {
    assertThat(ask("before").get(10, TimeUnit.SECONDS)).isEqualTo(ready("before"));

    core.stop();
    await().until(() -> outcome("away").equals("UNAVAILABLE"));
    core.startAgain();

    await().until(() -> outcome("back").equals("ok"));
  }

  @Test
  void answer_mayBeLarge() throws Exception {
    String large = "a".repeat(3_000_000);

    assertThat(ask(large).get(10, TimeUnit.SECONDS)).isEqualTo(ready(large));
  }

  @Test
  void answerOverTheLimit_isAnError() throws Exception {
    Page<StringValue> page = ask("a".repeat(5_000_000)).get(10, TimeUnit.SECONDS);

    assertThat(page).isInstanceOf(Page.Failed.class);
  }

  @Test
  void secondMessage_isAnError() throws Exception {
    try (TestCore twice =
            TestCore.start(
                (request, observer) -> {
                  observer.onNext(request);
                  observer.onNext(text("second"));
                  observer.onCompleted();
                });
        Downstream to = open(twice)) {
      assertThat(failure(to).getCode()).isEqualTo(Status.Code.INTERNAL);
    }
  }

  @Test
  void noMessage_isAnError() throws Exception {
    try (TestCore silent = TestCore.start((_, observer) -> observer.onCompleted());
        Downstream to = open(silent)) {
      assertThat(failure(to).getCode()).isEqualTo(Status.Code.INTERNAL);
    }
  }

  @Test
  void status_arrivesAsTheServiceGaveIt() throws Exception {
    try (TestCore refusing =
            TestCore.start(
                (_, observer) ->
                    observer.onError(
                        Status.NOT_FOUND.withDescription("no lamp").asRuntimeException()));
        Downstream to = open(refusing)) {
      Status status = failure(to);

      assertThat(status.getCode()).isEqualTo(Status.Code.NOT_FOUND);
      assertThat(status.getDescription()).isEqualTo("no lamp");
    }
  }

  @Test
  void call_isUnavailable_whenTheDownstreamIsClosed() throws Exception {
    downstream.close();

    assertThat(outcome("late")).isEqualTo("UNAVAILABLE");
  }

  private Downstream open(TestCore service) {
    return open(service, Optional.empty());
  }

  private Downstream open(TestCore service, Optional<ServiceTokens> tokens) {
    return Downstream.open(
        new DownstreamSettings("test", service.target()), loops, tokens, telemetry);
  }

  /** That last for two minutes. */
  private static ServiceTokens tokens(InstantSource clock) {
    return ServiceTokens.of("test-bff", Duration.ofMinutes(2), ReceivedToken.keys(), clock);
  }

  private CompletableFuture<StringValue> echo(String input) {
    return downstream.call(ECHO, text(input));
  }

  private CompletableFuture<Page<StringValue>> ask(String input) {
    return ask(input, scope(SECONDS));
  }

  private CompletableFuture<Page<StringValue>> ask(String input, RequestScope scope) {
    return run(call(this::echo), input, scope);
  }

  private static CriticalCall<String, StringValue> call(Source<String, StringValue> source) {
    return Call.<String, StringValue>critical("test.echo", source).within(SECONDS);
  }

  private static CompletableFuture<Page<StringValue>> run(
      CriticalCall<String, StringValue> call, String input, RequestScope scope) {
    return new PlanRunner(PlanListener.NONE)
        .run(Plan.of("test.echo", SECONDS, call), scope, input, parts -> parts.of(call));
  }

  private String outcome(String input) throws Exception {
    return switch (ask(input).get(10, TimeUnit.SECONDS)) {
      case Page.Ready<StringValue> _ -> "ok";
      case Page.Failed<StringValue> failed -> failed.miss().kind().name();
    };
  }

  private static Page<StringValue> ready(String value) {
    return new Page.Ready<>(text(value), List.of(), List.of());
  }

  private static Status failure(Downstream to) {
    CompletableFuture<StringValue> answer =
        new Transport(withDeadline(to.streams())).call(ECHO, text("hello"));
    Throwable thrown = catchThrowable(() -> answer.get(10, TimeUnit.SECONDS));
    assertThat(thrown).hasCauseInstanceOf(StatusRuntimeException.class);
    return Status.fromThrowable(thrown);
  }

  /** The channel with a deadline that does not come from a plan. */
  private static Channel withDeadline(Channel channel) {
    return ClientInterceptors.intercept(
        channel,
        new ClientInterceptor() {
          @Override
          public <Q, A> ClientCall<Q, A> interceptCall(
              MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            return next.newCall(method, options.withDeadlineAfter(SECONDS));
          }
        });
  }

  private RequestScope scope(Duration total) {
    return scope(total, io.opentelemetry.context.Context.root());
  }

  private RequestScope scope(Duration total, io.opentelemetry.context.Context trace) {
    return scope(total, Caller.ANONYMOUS, trace);
  }

  private RequestScope scope(
      Duration total, Caller caller, io.opentelemetry.context.Context trace) {
    return RequestScope.open(
        total,
        new CorrelationId("correlation-1"),
        caller,
        trace,
        Deadline.getSystemTicker(),
        loops.next());
  }

  private static Duration timeout(Metadata headers) {
    String timeout = Objects.requireNonNull(headers.get(TIMEOUT));
    long number = Long.parseLong(timeout.substring(0, timeout.length() - 1));
    return switch (timeout.charAt(timeout.length() - 1)) {
      case 'n' -> Duration.ofNanos(number);
      case 'u' -> Duration.ofNanos(number * 1_000);
      case 'm' -> Duration.ofMillis(number);
      case 'S' -> Duration.ofSeconds(number);
      default -> throw new AssertionError(timeout);
    };
  }

  private static StringValue text(String value) {
    return StringValue.of(value);
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
