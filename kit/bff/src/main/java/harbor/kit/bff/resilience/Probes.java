package harbor.kit.bff.resilience;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Which calls an open breaker sends as probes: one in two, or one in as many as there are probes
 * without an answer, or one in a hundredth of the calls asked for during the outage, whichever is
 * the fewest; and one a second in any case. Guarded by its {@link Circuit}.
 */
final class Probes {
  private static final int MIN_INTERVAL = 2;
  private static final int ASKED_PER_INTERVAL = 100;
  private static final long MAX_SILENCE_NANOS = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanoTime;
  private long asked;
  private long askedSinceLast;
  private int unanswered;
  private long lastSent;
  private boolean isNextDue;

  Probes(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The breaker has just opened, or closed. */
  void restart() {
    askedSinceLast = 0;
    unanswered = 0;
    isNextDue = false;
    lastSent = nanoTime.getAsLong();
  }

  /** Whether the call that somebody asks for now is one. */
  boolean tryAcquire() {
    asked++;
    askedSinceLast++;
    long now = nanoTime.getAsLong();
    if (askedSinceLast < interval() && now - lastSent < MAX_SILENCE_NANOS && !isNextDue) {
      return false;
    }
    askedSinceLast = 0;
    unanswered++;
    isNextDue = false;
    lastSent = now;
    return true;
  }

  private long interval() {
    return Math.max(Math.max(MIN_INTERVAL, unanswered), asked / ASKED_PER_INTERVAL);
  }

  /** One has ended. When that says nothing, the next call is one instead. */
  void ended(Outcome outcome) {
    unanswered--;
    isNextDue |= outcome == Outcome.UNKNOWN;
  }

  boolean areUnderWay() {
    return unanswered > 0;
  }

  /** How many calls were asked for during the outage. */
  long asked() {
    return asked;
  }

  /** The outage is over: the next one is a new one. */
  void forget() {
    asked = 0;
  }
}
