package harbor.kit.bff.resilience;

import com.netflix.concurrency.limits.limit.AbstractLimit;

/**
 * A limit by additive increase and multiplicative decrease, as TCP's congestion avoidance has it
 * (Chiu and Jain 1989): a call that was answered while half of it was used adds its share of one,
 * one that failed takes a tenth.
 *
 * <p>{@code AIMDLimit} of the library adds a whole one for each answer. At a service with twice the
 * load that it can serve, that outgrows every decrease, and most answers come too late.
 */
final class AdditiveLimit extends AbstractLimit {
  private static final int INITIAL = 70;
  private static final int MIN = 25;
  private static final int MAX = 1_000;
  private static final double BACKOFF = 0.9;

  private double exact = INITIAL;

  AdditiveLimit() {
    super(INITIAL);
  }

  /** How long it took says nothing here: what is too slow, the call's own deadline says. */
  @Override
  protected int _update(long startTime, long rtt, int inFlight, boolean isFailed) {
    if (isFailed) {
      exact = Math.max(MIN, exact * BACKOFF);
    } else if (inFlight * 2 >= exact) {
      exact = Math.min(MAX, exact + 1 / exact);
    }
    return (int) exact;
  }
}
