package harbor.kit.bff.resilience;

import java.util.BitSet;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The breaker of one method. Only calls that began after its last change of state count: what was
 * sent before says how things were. Thread-safe.
 */
final class Circuit {
  /** Instead of a permit: the call is rejected. */
  static final long REJECTED = -1;

  private static final Logger log = LoggerFactory.getLogger(Circuit.class);
  private static final int WINDOW = 16;
  private static final int MIN_CALLS = 8;

  private final String method;
  private final Probes probes;
  private final BitSet failures = new BitSet(WINDOW);
  private long answers;
  private boolean isOpen;
  private long changes;

  /** What a breaker does with calls. */
  enum State {
    /** All are sent. */
    CLOSED,
    /** They are rejected, and a probe is under way. */
    HALF_OPEN,
    /** They are rejected. */
    OPEN
  }

  Circuit(String method, LongSupplier nanoTime) {
    this.method = method;
    this.probes = new Probes(nanoTime);
  }

  /** A permit, which a call that is sent is settled with; {@link #REJECTED} for one that is not. */
  synchronized long acquire() {
    return !isOpen || probes.tryAcquire() ? changes : REJECTED;
  }

  /** A call that was sent has ended. */
  synchronized void settle(long permit, Outcome outcome) {
    if (permit != changes) {
      return;
    }
    if (isOpen) {
      probes.ended(outcome);
      if (outcome == Outcome.ANSWERED) {
        becomes(false);
      }
    } else if (outcome != Outcome.UNKNOWN) {
      count(outcome == Outcome.FAILED);
    }
  }

  private void count(boolean isFailure) {
    failures.set((int) (answers % WINDOW), isFailure);
    answers++;
    long counted = Math.min(answers, WINDOW);
    if (counted < MIN_CALLS) {
      return;
    }
    boolean isNewOutage = probes.asked() == 0;
    if (failures.cardinality() * 2L >= counted) {
      if (isNewOutage) {
        log.warn(
            "{}: breaker open, {} of the last {} calls failed",
            method,
            failures.cardinality(),
            counted);
      }
      becomes(true);
    } else if (!isNewOutage && counted == WINDOW) {
      log.info("{}: breaker closed, it answers again", method);
      probes.forget();
    }
  }

  private void becomes(boolean open) {
    isOpen = open;
    changes++;
    failures.clear();
    answers = 0;
    probes.restart();
  }

  synchronized State state() {
    if (!isOpen) {
      return State.CLOSED;
    }
    return probes.areUnderWay() ? State.HALF_OPEN : State.OPEN;
  }
}
