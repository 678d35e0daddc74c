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
  private static final int MOST = 10 * COST;

  private final AtomicInteger balance = new AtomicInteger();

  /** A call was asked for. */
  void deposit() {
    int now = balance.get();
    while (now < MOST && !balance.compareAndSet(now, now + 1)) {
      now = balance.get();
    }
  }

  /** Whether one more may be made; it is then paid for. */
  boolean withdraw() {
    for (int now = balance.get(); now >= COST; now = balance.get()) {
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
