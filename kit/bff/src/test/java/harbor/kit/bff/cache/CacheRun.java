package harbor.kit.bff.cache;

import com.google.protobuf.StringValue;
import harbor.kit.bff.cache.Origin.Said;
import harbor.kit.bff.cache.Visits.Visit;
import harbor.kit.bff.cache.shared.FakeSharedStore;
import harbor.kit.bff.cache.shared.SharedStore;
import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.CallRun;
import harbor.kit.bff.plan.OptionalCall;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.PlanListener;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.client.CachePolicy;
import harbor.kit.client.Caller;
import harbor.kit.runtime.CorrelationId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/** BFF processes in virtual time, what they share, and who asks them. Used by one thread. */
final class CacheRun {
  /** Of the call that asks a cache. */
  static final Duration DEADLINE = Duration.ofMillis(150);

  private static final CorrelationId CORRELATION_ID = new CorrelationId("correlation-1");
  private static final long EPOCH = 1_780_000_000_000L;

  final VirtualTime time;
  final LongSupplier millis;
  final FakeSharedStore store;
  final Visits visits = new Visits();
  private final CallRun call;
  private final List<Function<String, CompletableFuture<StringValue>>> processes =
      new ArrayList<>();

  CacheRun(VirtualTime time) {
    this.time = time;
    this.millis = () -> EPOCH + time.now().toMillis();
    this.store = new FakeSharedStore(time);
    this.call = callOfAPlan();
  }

  private RequestScope scope(Duration lasting) {
    return RequestScope.open(
        lasting,
        CORRELATION_ID,
        Caller.ANONYMOUS,
        io.opentelemetry.context.Context.root(),
        time.ticker(),
        time);
  }

  /** One more process, whose cache is this. */
  void process(Function<String, CompletableFuture<StringValue>> cache) {
    processes.add(cache);
  }

  /** One more process, with what Harbor does. */
  Caches process(
      CachePolicy policy,
      Optional<SharedStore> shared,
      Function<String, CompletableFuture<StringValue>> service) {
    Caches caches =
        new Caches(
            "test-bff",
            true,
            shared,
            new SimpleMeterRegistry(),
            millis,
            new SplittableRandom(processes.size()));
    process(caches.of(policy, "00000000cafe", StringValue.parser(), service::apply, null)::get);
    return caches;
  }

  /** Somebody asks a process for something, as the call of a plan does. */
  void ask(int process, String id) {
    Duration at = time.now();
    RequestScope scope = scope(DEADLINE);
    CallRun run = call.fork();
    CompletableFuture<StringValue> answer = new CompletableFuture<>();
    run.within(scope.context())
        .run(
            () -> {
              var _ =
                  processes
                      .get(process)
                      .apply(id)
                      .whenComplete(
                          (value, failure) -> {
                            if (failure == null) {
                              answer.complete(value);
                            } else {
                              answer.completeExceptionally(failure);
                            }
                          });
            });
    var _ =
        answer.whenComplete(
            (value, failure) -> {
              Said said = failure == null ? Said.of(value) : null;
              visits.add(new Visit(id, at, time.now().minus(at), run.answeredBy(), said));
              scope.close();
            });
    if (!answer.isDone()) {
      scope.context().addListener(_ -> answer.cancel(false), Runnable::run);
    }
  }

  /** So many a second ask the processes in turn, evenly, for so long. */
  void askEvenly(int perSecond, Duration lasting, IntFunction<String> ids) {
    Duration gap = Duration.ofSeconds(1).dividedBy(perSecond);
    long asked = lasting.dividedBy(gap);
    for (int i = 0; i < asked; i++) {
      ask(i % processes.size(), ids.apply(i));
      time.advance(gap);
    }
    time.advance(DEADLINE);
  }

  private CallRun callOfAPlan() {
    CompletableFuture<CallRun> run = new CompletableFuture<>();
    OptionalCall<String, StringValue> call =
        Call.<String, StringValue>optional(
                "test.thing",
                _ -> {
                  run.complete(CallRun.current());
                  return CompletableFuture.completedFuture(StringValue.getDefaultInstance());
                })
            .within(DEADLINE)
            .orElse(StringValue.getDefaultInstance());
    var _ =
        new PlanRunner(PlanListener.NONE)
            .run(Plan.of("test.plan", DEADLINE, call), scope(DEADLINE), "", _ -> "page");
    return run.join();
  }
}
