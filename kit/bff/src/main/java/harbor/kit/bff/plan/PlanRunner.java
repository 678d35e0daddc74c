package harbor.kit.bff.plan;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Runs plans: every call starts at once, everything settles, and only a critical miss fails the
 * page.
 *
 * <p>A critical miss ends the plan at once and cancels its other calls; an optional one becomes its
 * fallback with the reason. A call that does not settle within its deadline, or within what is left
 * of the plan or the request, is a miss and is cancelled. Nothing blocks and nothing is left
 * running once the page is there, but for calls of a plan that {@linkplain Plan#changes changes
 * something}. Thread-safe.
 */
public final class PlanRunner {
  private final PlanListener listener;
  private final UnaryOperator<Duration> pace;

  /** Runs plans and tells the listener how each call ended. */
  public PlanRunner(PlanListener listener) {
    this(listener, UnaryOperator.identity());
  }

  /**
   * Runs plans at another pace.
   *
   * @param pace makes of each deadline and budget the one that is used: tests on a slow machine
   *     give more
   */
  public PlanRunner(PlanListener listener, UnaryOperator<Duration> pace) {
    this.listener = listener;
    this.pace = pace;
  }

  /** So much time at the pace of this runner. */
  public Duration paced(Duration time) {
    return pace.apply(time);
  }

  /**
   * Runs a plan, and the plans that follow it within its budget.
   *
   * @param scope the request that it is run for
   * @param input what its calls are asked
   * @param view makes what clients see; called once all calls have settled; what it throws ends the
   *     page exceptionally
   */
  public <I, V> CompletableFuture<Page<V>> run(
      Plan<I> plan, RequestScope scope, I input, Function<PlanParts, V> view) {
    return new PlanRun<>(scope, listener, pace, view).start(plan, input);
  }
}
