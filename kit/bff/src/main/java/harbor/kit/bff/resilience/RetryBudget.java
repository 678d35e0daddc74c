package harbor.kit.bff.resilience;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many calls more than asked for may be made: one for every ten, with at most ten saved up.
 *
 * <p>What retries and hedges take from it is given back by nobody: when everything fails, a service
 * gets 10 % more calls and not twice as many. The algorithm is that of Finagle's {@code
 * RetryBudget}, without its time to live: what is saved up is bounded instead. Thread-safe.
 */
final class RetryBudget {
  private static final int COST = 10;
  private static final int MAX = 10 * COST;
  private static final int KEPT_FOR_RETRIES = MAX / 2;

  private final AtomicInteger balance = new AtomicInteger();

  /** A call was asked for. */
  void deposit() {
    int now = balance.get();
    while (now < MAX && !balance.compareAndSet(now, now + 1)) {
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
   * <p>Half of what can be saved up is kept for those that have failed: without its retry a page is
   * lost, without its hedge it is late.
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
