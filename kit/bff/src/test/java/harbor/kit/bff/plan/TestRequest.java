package harbor.kit.bff.plan;

import harbor.kit.client.Caller;
import harbor.kit.runtime.CorrelationId;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A client's request in virtual time, the plans run for it, and how their calls ended. */
public final class TestRequest {
  private final VirtualTime time;
  private final RequestScope scope;
  private final List<Ending> endings = new ArrayList<>();
  private final PlanRunner runner =
      new PlanRunner(
          (run, nanos) ->
              endings.add(
                  new Ending(
                      run.plan().name(),
                      run.call().name(),
                      outcome(run.miss()),
                      nanos / 1_000_000)));

  private static String outcome(@Nullable Miss miss) {
    return miss == null ? "ok" : miss.toString();
  }

  /** What the listener was told. */
  public record Ending(String plan, String call, String outcome, long millis) {}

  private TestRequest(VirtualTime time, RequestScope scope) {
    this.time = time;
    this.scope = scope;
  }

  /** A request with so much time in all. */
  public static TestRequest within(Duration total) {
    return within(total, Context.root());
  }

  /** A request with so much time in all, in a trace. */
  public static TestRequest within(Duration total, Context trace) {
    VirtualTime time = new VirtualTime();
    return new TestRequest(
        time,
        RequestScope.open(
            total,
            new CorrelationId("correlation-1"),
            Caller.ANONYMOUS,
            trace,
            time.ticker(),
            time));
  }

  /** Its time. */
  public VirtualTime time() {
    return time;
  }

  /** What its calls know of it. */
  public RequestScope scope() {
    return scope;
  }

  /** How calls ended, in this order. */
  public List<Ending> endings() {
    return List.copyOf(endings);
  }

  /** Runs a plan for it. */
  public <I, V> Run<V> run(Plan<I> plan, I input, Function<PlanParts, V> view) {
    return new Run<>(runner.run(plan, scope, input, view), time);
  }

  /** A plan that was started. */
  public static final class Run<V> {
    private final CompletableFuture<Page<V>> page;
    private @Nullable Duration endedAt;

    private Run(CompletableFuture<Page<V>> page, VirtualTime time) {
      this.page = page;
      var _ = page.whenComplete((_, _) -> endedAt = time.now());
    }

    /** Its page. */
    public CompletableFuture<Page<V>> future() {
      return page;
    }

    /** Its page, which is there. */
    public Page<V> page() {
      if (!page.isDone()) {
        throw new AssertionError("The page is not there");
      }
      return page.join();
    }

    /** Its page, which is ready. */
    public Page.Ready<V> ready() {
      if (page() instanceof Page.Ready<V> ready) {
        return ready;
      }
      throw new AssertionError("Not ready: " + page());
    }

    /** When the page was there. */
    public Duration endedAt() {
      if (endedAt == null) {
        throw new AssertionError("The page is not there");
      }
      return endedAt;
    }
  }
}
