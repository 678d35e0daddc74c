package harbor.bench.load;

import org.HdrHistogram.Histogram;

/**
 * What became of a load.
 *
 * @param seconds how long it took
 * @param sent requests that left
 * @param dropped requests that found no free connection in time: their client would have given up
 * @param succeeded answers 2xx
 * @param degraded those of them in which something was missing
 * @param refused other answers
 * @param broken requests without an answer
 * @param latency of the answers 2xx, in microseconds from the moment they should have been sent
 * @param refusals the same of other answers
 */
public record LoadResult(
    double seconds,
    long sent,
    long dropped,
    long succeeded,
    long degraded,
    long refused,
    long broken,
    Histogram latency,
    Histogram refusals) {

  /** Answers 2xx a second. */
  public double rate() {
    return succeeded / seconds;
  }

  /** Answers 2xx a second that came within so many milliseconds. */
  public double goodput(long millis) {
    return latency.getCountBetweenValues(0, millis * 1000) / seconds;
  }

  /** Milliseconds within which that share (0 to 100) of the answers came. */
  public double millis(double percentile) {
    return latency.getValueAtPercentile(percentile) / 1000.0;
  }

  /** Milliseconds within which that share (0 to 100) of the other answers came. */
  public double millisOfRefusals(double percentile) {
    return refusals.getValueAtPercentile(percentile) / 1000.0;
  }
}
