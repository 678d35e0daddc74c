package harbor.kit.bff.cache.shared;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How long the shared store takes to answer, and with that how long a load waits for it: the
 * smoothed time and four times its variation, as TCP decides that a segment is lost (<a
 * href="https://www.rfc-editor.org/rfc/rfc6298#section-2">RFC 6298, 2</a>), within bounds.
 *
 * <p>An answer that comes after nobody waits for it any more is measured too. A store that is
 * slower than the longest wait is not waited for until it is quicker again. Thread-safe.
 */
public final class StoreLatency {
  /** The longest wait; the first one too, when nothing is known. */
  static final Duration MAX = Duration.ofMillis(20);

  /** The shortest wait: what pauses of a busy process take says nothing of the store. */
  static final Duration MIN = Duration.ofMillis(5);

  private static final double ALPHA = 1 / 8.0;
  private static final double BETA = 1 / 4.0;

  private final AtomicReference<Estimate> estimate = new AtomicReference<>(new Estimate(-1, 0));

  /**
   * What is known.
   *
   * @param nanos the smoothed time; below 0 for nothing
   * @param variation its mean deviation
   */
  private record Estimate(double nanos, double variation) {
    Estimate with(long sample) {
      return nanos < 0
          ? new Estimate(sample, sample / 2.0)
          : new Estimate(
              (1 - ALPHA) * nanos + ALPHA * sample,
              (1 - BETA) * variation + BETA * Math.abs(nanos - sample));
    }
  }

  /** An answer came after so many nanoseconds. One alone, however late, changes little. */
  public void answered(long nanos) {
    long sample = Math.min(nanos, 2 * MAX.toNanos());
    estimate.updateAndGet(known -> known.with(sample));
  }

  /**
   * None came within so many: it will take at least as long again.
   *
   * @param nanos how long was waited
   */
  public void unanswered(long nanos) {
    answered(2 * nanos);
  }

  /** How many nanoseconds a load waits for an answer; 0 for not at all. */
  public long patience() {
    Estimate known = estimate.get();
    if (known.nanos() < 0) {
      return MAX.toNanos();
    }
    if (known.nanos() >= MAX.toNanos()) {
      return 0;
    }
    return Math.clamp((long) (known.nanos() + 4 * known.variation()), MIN.toNanos(), MAX.toNanos());
  }
}
