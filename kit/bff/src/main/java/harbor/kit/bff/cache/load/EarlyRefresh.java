package harbor.kit.bff.cache.load;

import java.util.random.RandomGenerator;

/**
 * When an entry is loaded anew before it expires: the sooner the dearer its load was, and by
 * chance, so that of many readers one comes first.
 *
 * <p>With {@code t} left, a read refreshes with probability {@code exp(-t / (beta * delta))}, where
 * {@code delta} is what the last load took: XFetch of A. Vattani, F. Chierichetti, K. Lowenstein,
 * "Optimal Probabilistic Cache Stampede Prevention", PVLDB 8(8), 2015. Thread-safe when the random
 * numbers are.
 *
 * @param beta above 1 refreshes earlier, below 1 later; 0 never before the expiry
 */
public record EarlyRefresh(double beta, RandomGenerator random) {
  private static final double NANOS_A_MILLI = 1e6;

  /** No draw is further from the expiry: the smallest that is not 0 is 2^-53. */
  private static final double FURTHEST = 53 * Math.log(2);

  public EarlyRefresh {
    if (!(beta >= 0 && beta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("beta: " + beta + " (expected: 0 or more)");
    }
  }

  /**
   * Whether this read refreshes.
   *
   * @param now milliseconds
   * @param expiresAt milliseconds, by the same clock
   * @param loadNanos what the last load took
   */
  public boolean isDue(long now, long expiresAt, long loadNanos) {
    double scale = beta * (loadNanos / NANOS_A_MILLI);
    if (now + scale * FURTHEST < expiresAt) {
      return false;
    }
    // 1 - u is never 0, whose logarithm is none.
    return now - scale * Math.log(1 - random.nextDouble()) >= expiresAt;
  }
}
