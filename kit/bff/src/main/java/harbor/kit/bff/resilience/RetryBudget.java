package harbor.kit.bff.resilience;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many calls more than asked for may be made: one for every ten that were answered, with at
 * most ten saved up; a call that failed takes one away.
 *
 * <p>What retries and hedges take from it is given back by nobody. So a service that fails now and
 * then gets 10 % more calls at most, and one that fails most of its calls gets none: the rule of
 * gRPC's retry throttling (<a
 * href="https://github.com/grpc/proposal/blob/master/A6-client-retries.md">proposal A6</a>) on top
 * of Finagle's {@code RetryBudget}. Thread-safe.
 */
final class RetryBudget {
  private static final int COST = 10;
  private static final int MAX = 10 * COST;
  private static final int KEPT_FOR_RETRIES = MAX * 7 / 10;

  private final AtomicInteger balance = new AtomicInteger();

  /** A call was answered. */
  void answered() {
    int now = balance.get();
    while (now < MAX && !balance.compareAndSet(now, now + 1)) {
      now = balance.get();
    }
  }

  /** A call has failed, whatever was tried. */
  void failed() {
    int now = balance.get();
    while (now > 0 && !balance.compareAndSet(now, Math.max(0, now - COST))) {
      now = balance.get();
    }
  }

  /** Whether one more may be made, for a call that has failed; it is then paid for. */
  boolean withdraw() {
    return withdraw(0);
  }

  /**
   * Whether one more may be made, for a call that is only slow; it is then paid for.
   *
   * <p>Seven tenths of what can be saved up are kept for those that have failed: without its retry
   * a page is lost, without its hedge it is late.
   */
  boolean withdrawSpare() {
    return withdraw(KEPT_FOR_RETRIES);
  }

  private boolean withdraw(int kept) {
    for (int now = balance.get(); now >= COST + kept; now = balance.get()) {
      if (balance.compareAndSet(now, now - COST)) {
        return true;
      }
    }
    return false;
  }

  /** How many may be made now. */
  int left() {
    return balance.get() / COST;
  }
}
