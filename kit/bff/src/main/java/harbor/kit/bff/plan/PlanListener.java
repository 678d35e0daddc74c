package harbor.kit.bff.plan;

/**
 * Told how each call of each plan ended: for logs, metrics and spans. Called on any thread; never
 * blocks.
 */
@FunctionalInterface
public interface PlanListener {
  /** Nobody listens. */
  PlanListener NONE = (_, _) -> {};

  /**
   * A call has settled.
   *
   * @param run the call; its {@link CallRun#miss} says why it has no answer
   * @param nanos how long it took
   */
  void onSettled(CallRun run, long nanos);
}
