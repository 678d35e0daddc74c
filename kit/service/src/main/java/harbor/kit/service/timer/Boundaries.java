package harbor.kit.service.timer;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/**
 * Records that what rows say has changed by the clock alone: a sale begins, a product is out. What
 * is read follows the clock by itself; whoever holds copies hears of it here, in the moment in
 * which it happens.
 *
 * <p>The work of a timer with a period of a second. A run does what is due, then waits for what is
 * due soon: runs are up to two seconds apart, and a boundary is not to be announced that late.
 */
public final class Boundaries implements Runnable {
  /** More than there is between two runs. */
  public static final Duration LOOK_AHEAD = Duration.ofSeconds(3);

  /** What is stored meanwhile may have a nearer one. */
  private static final Duration MAX_WAIT = Duration.ofMillis(500);

  /** So that a run ends within its time. */
  private static final int MAX_WAITS = 30;

  private final Store store;
  private final Pause pause;

  /** Over a store; the thread sleeps until a boundary. */
  public Boundaries(Store store) {
    this(store, Thread::sleep);
  }

  /** Over a store, with another way of waiting. */
  public Boundaries(Store store, Pause pause) {
    this.store = store;
    this.pause = pause;
  }

  /** Rows that change by the clock; each method is one transaction. */
  public interface Store {
    /** Records and announces some of the boundaries that have passed; false: there are none. */
    boolean recordBoundaries();

    /** How long it is until the next one, within a limit. */
    Optional<Duration> untilNextBoundary(Duration limit);
  }

  /** The time that a query of milliseconds gives, none that is negative; empty for NULL. */
  public static Optional<Duration> until(Query milliseconds) {
    return milliseconds
        .mapTo(Long.class)
        .findOne()
        .map(millis -> Duration.ofMillis(Math.max(0, millis)));
  }

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    /** Returns after that time. */
    void await(Duration time) throws InterruptedException;
  }

  /** Announces what is due now and soon. */
  @Override
  public void run() {
    recordAll();
    for (int waits = 0; waits < MAX_WAITS; waits++) {
      Optional<Duration> next = store.untilNextBoundary(LOOK_AHEAD);
      if (next.isEmpty()) {
        return;
      }
      try {
        pause.await(Collections.min(List.of(next.orElseThrow(), MAX_WAIT)));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
      recordAll();
    }
  }

  private void recordAll() {
    boolean more = true;
    while (more) {
      more = store.recordBoundaries();
    }
  }
}
