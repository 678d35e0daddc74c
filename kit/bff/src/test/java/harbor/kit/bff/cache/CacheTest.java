package harbor.kit.bff.cache;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import com.google.rpc.ErrorInfo;
import harbor.kit.bff.cache.load.ReadCache;
import harbor.kit.bff.cache.metrics.CacheState;
import harbor.kit.bff.cache.shared.FakeSharedStore;
import harbor.kit.bff.cache.shared.FakeSharedStore.State;
import harbor.kit.bff.cache.shared.SharedStore;
import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.CallRun.AnsweredBy;
import harbor.kit.bff.plan.OptionalCall;
import harbor.kit.bff.plan.Page;
import harbor.kit.bff.plan.Part;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.bff.plan.Source;
import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.bff.watch.ChangeListener;
import harbor.kit.client.BatchLoad;
import harbor.kit.client.CachePolicy;
import harbor.kit.client.Caller;
import harbor.kit.runtime.CorrelationId;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Virtual time, a service that answers what it is set to, and BFFs that cache its answers. */
abstract class CacheTest {
  static final Duration DEADLINE = ofMillis(80);
  static final CachePolicy POLICY =
      CachePolicy.of("test.thing")
          .ttl(ofSeconds(60))
          .jitter(0)
          .beta(0)
          .staleIfError(ofSeconds(600))
          .negativeTtl(ofSeconds(5));

  private static final long EPOCH = 1_780_000_000_000L;

  final VirtualTime time = new VirtualTime();
  final LongSupplier millis = () -> EPOCH + time.now().toMillis();
  final FakeSharedStore store = new FakeSharedStore(time);
  final Service service = new Service();

  /** A BFF with a cache of its own. */
  final Instance alone(CachePolicy policy) {
    return new Instance(policy, Optional.empty(), 1);
  }

  /** A BFF that shares its cache. */
  final Instance sharing(CachePolicy policy, int number) {
    return new Instance(policy.shared(), Optional.of(store), number);
  }

  final void storeBecomes(State state) {
    store.becomes(state);
  }

  /** One BFF and its cache. */
  final class Instance {
    final Caches caches;
    final ReadCache<StringValue> cache;
    final ChangeListener changes;

    Instance(CachePolicy policy, Optional<SharedStore> shared, int number) {
      caches =
          new Caches(
              "test-bff",
              true,
              shared,
              new SimpleMeterRegistry(),
              millis,
              new SplittableRandom(number));
      cache =
          caches.of(
              policy,
              "00000000cafe",
              StringValue.parser(),
              service::ask,
              new BatchLoad<>(3, HealthGrpc.getCheckMethod(), service::askMany));
      changes = caches.listener("things");
    }

    Asked ask(String id) {
      return ask(id, Caller.ANONYMOUS, DEADLINE);
    }

    Asked ask(String id, Caller caller, Duration deadline) {
      return ask(id, caller, deadline, cache::get);
    }

    /** The same for another source than the cache. */
    Asked ask(String id, Caller caller, Duration deadline, Source<String, StringValue> source) {
      RequestScope scope =
          RequestScope.open(
              Duration.ofMinutes(1),
              new CorrelationId("correlation-1"),
              caller,
              io.opentelemetry.context.Context.root(),
              time.ticker(),
              time);
      OptionalCall<String, StringValue> call =
          Call.<String, StringValue>optional("test.thing", source)
              .within(deadline)
              .orElse(StringValue.of("fallback"));
      Asked asked = new Asked(scope);
      PlanRunner plans = new PlanRunner((run, _) -> asked.settled(run.answeredBy()));
      asked.page =
          plans.run(
              Plan.of("test.plan", Duration.ofMinutes(1), call),
              scope,
              id,
              parts -> parts.of(call));
      var _ = asked.page.whenComplete((_, _) -> asked.endedAt = time.now());
      return asked;
    }

    /** Has the answer for an id cached. */
    void warm(String id) {
      Asked asked = ask(id);
      time.advance(ofSeconds(1));
      if (!asked.outcome().startsWith("ok")) {
        throw new AssertionError(asked.outcome());
      }
    }

    CacheState.Counts counts() {
      return caches.states().getFirst().counts();
    }
  }

  /** A call of a plan that was started. */
  static final class Asked {
    private final RequestScope scope;
    private @Nullable CompletableFuture<Page<Part<StringValue>>> page;
    private @Nullable AnsweredBy from;
    private Duration endedAt = Duration.ofDays(1);

    Asked(RequestScope scope) {
      this.scope = scope;
    }

    private void settled(AnsweredBy source) {
      from = source;
    }

    /** {@code ok} with the answer and where it came from, the miss, or {@code under way}. */
    String outcome() {
      if (page == null || !page.isDone()) {
        return "under way";
      }
      return switch (page.join()) {
        case Page.Ready<Part<StringValue>> ready ->
            switch (ready.view()) {
              case Part.Fresh<StringValue>(StringValue value) ->
                  "ok " + value.getValue() + " " + from;
              case Part.Fallback<StringValue>(_, var miss) -> miss.toString();
            };
        case Page.Failed<Part<StringValue>> _ -> throw new AssertionError("The call is optional");
      };
    }

    Duration endedAt() {
      return endedAt;
    }

    /** The client leaves. */
    void leave() {
      scope.close();
    }
  }

  /** The service behind the caches. */
  final class Service {
    private final List<Received> received = new ArrayList<>();
    private String value = "one";
    private Status status = Status.OK;
    private @Nullable Duration after = ofMillis(10);

    /** A call as the service saw it. */
    final class Received {
      final String id;
      final Duration at = time.now();
      final Caller caller = Objects.requireNonNull(RequestScope.current()).caller();
      final Duration timeLeft =
          Duration.ofNanos(
              Objects.requireNonNull(Context.current().getDeadline())
                  .timeRemaining(TimeUnit.NANOSECONDS));
      boolean isCancelled;

      Received(String id) {
        this.id = id;
      }
    }

    void says(String other) {
      value = other;
      status = Status.OK;
    }

    void fails(Status failure) {
      status = failure;
    }

    void answersAfter(Duration time) {
      after = time;
    }

    void hangs() {
      after = null;
    }

    List<Received> received() {
      return received;
    }

    int calls() {
      return received.size();
    }

    /** Answers for all but ids that begin with {@code no-}. */
    CompletableFuture<Map<String, StringValue>> askMany(List<String> ids) {
      return ask(String.join(",", ids))
          .thenApply(
              answer -> {
                Map<String, StringValue> answers = new HashMap<>();
                ids.stream()
                    .filter(id -> !id.startsWith("no-"))
                    .forEach(id -> answers.put(id, StringValue.of(answer.getValue() + " " + id)));
                return answers;
              });
    }

    CompletableFuture<StringValue> ask(String id) {
      Received call = new Received(id);
      received.add(call);
      CompletableFuture<StringValue> answer = new CompletableFuture<>();
      // what is true when it is asked
      StringValue now = StringValue.of(value);
      Status ending = status;
      ScheduledFuture<?> script =
          after == null ? null : time.after(after, () -> end(answer, now, ending));
      Context.current()
          .addListener(
              over -> {
                if (!answer.isDone()) {
                  call.isCancelled = true;
                  if (script != null) {
                    script.cancel(false);
                  }
                  boolean isLate = over.cancellationCause() instanceof TimeoutException;
                  answer.completeExceptionally(
                      (isLate ? Status.DEADLINE_EXCEEDED : Status.CANCELLED).asRuntimeException());
                }
              },
              Runnable::run);
      return answer;
    }

    private void end(CompletableFuture<StringValue> answer, StringValue now, Status ending) {
      if (ending.isOk()) {
        answer.complete(now);
      } else {
        answer.completeExceptionally(
            StatusProto.toStatusRuntimeException(
                com.google.rpc.Status.newBuilder()
                    .setCode(ending.getCode().value())
                    .addDetails(Any.pack(ErrorInfo.newBuilder().setReason("SCRIPTED").build()))
                    .build()));
      }
    }
  }
}
