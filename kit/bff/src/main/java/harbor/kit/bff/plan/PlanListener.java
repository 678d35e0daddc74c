package harbor.kit.bff.plan;

import org.jspecify.annotations.Nullable;

/**
 * Told how each call of each plan ended: for logs and metrics. Called on any thread; never blocks.
 */
@FunctionalInterface
public interface PlanListener {
  /** Nobody listens. */
  PlanListener NONE = (_, _, _, _, _) -> {};

  /**
   * A call has settled.
   *
   * @param scope the request that the plan is run for
   * @param miss why it has no answer; null when it has one
   * @param nanos how long it took
   */
  void onSettled(
      Plan<?> plan, Call<?, ?> call, RequestScope scope, @Nullable Miss miss, long nanos);
}
