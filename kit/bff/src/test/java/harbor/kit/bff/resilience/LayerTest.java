package harbor.kit.bff.resilience;

import static java.time.Duration.ofMillis;

import com.google.protobuf.StringValue;
import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.OptionalCall;
import harbor.kit.bff.plan.Page;
import harbor.kit.bff.plan.Part;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.PlanListener;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.client.Caller;
import harbor.kit.runtime.CorrelationId;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Virtual time, a scripted service, and calls of plans to it through layers. */
abstract class LayerTest {
  static final Duration DEADLINE = ofMillis(80);

  final VirtualTime time = new VirtualTime();

  /** By how much timers come late, in nanoseconds, as on an event loop that is saturated. */
  final AtomicLong late = new AtomicLong();

  private final Deadline.Ticker ticker =
      new Deadline.Ticker() {
        @Override
        public long nanoTime() {
          return time.ticker().nanoTime() + late.get();
        }
      };

  final LongSupplier nanoTime = ticker::nanoTime;
  final RandomGenerator random = new Random(1);
  final ScriptedService service =
      new ScriptedService(time, (_, _) -> ScriptedService.Behaviour.answer(ofMillis(2)));

  /** The service with these layers and no other. */
  final Layers layers(Layer... wanted) {
    return new Layers(service, Set.of(wanted), nanoTime, random);
  }

  /** A call of a plan for a visitor, under way. */
  final Asked ask(UnaryChannel channel, MethodDescriptor<StringValue, StringValue> method) {
    return ask(channel, method, "request", Caller.ANONYMOUS, DEADLINE);
  }

  /** A call of a plan, under way. */
  final Asked ask(
      UnaryChannel channel,
      MethodDescriptor<StringValue, StringValue> method,
      String request,
      Caller caller,
      Duration deadline) {
    RequestScope scope =
        RequestScope.open(
            Duration.ofMinutes(1),
            new CorrelationId("correlation-1"),
            caller,
            io.opentelemetry.context.Context.root(),
            ticker,
            time);
    OptionalCall<String, StringValue> call =
        Call.<String, StringValue>optional(
                "test.call", input -> channel.call(method, StringValue.of(input)))
            .within(deadline)
            .orElse(StringValue.of("fallback"));
    CompletableFuture<Page<Part<StringValue>>> page =
        new PlanRunner(PlanListener.NONE)
            .run(
                Plan.of("test.plan", Duration.ofMinutes(1), call),
                scope,
                request,
                parts -> parts.of(call));
    return new Asked(scope, page, time);
  }

  /** A call of a plan that was started. */
  static final class Asked {
    private final RequestScope scope;
    private final CompletableFuture<Page<Part<StringValue>>> page;
    private Duration endedAt = Duration.ofDays(1);

    private Asked(
        RequestScope scope, CompletableFuture<Page<Part<StringValue>>> page, VirtualTime time) {
      this.scope = scope;
      this.page = page;
      var _ = page.whenComplete((_, _) -> endedAt = time.now());
    }

    /** {@code ok}, the miss, or {@code under way}. */
    String outcome() {
      if (!page.isDone()) {
        return "under way";
      }
      return switch (page.join()) {
        case Page.Ready<Part<StringValue>>(Part.Fresh<StringValue> _, _, _) -> "ok";
        case Page.Ready<Part<StringValue>>(Part.Fallback<StringValue>(_, var miss), _, _) ->
            miss.toString();
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
}
