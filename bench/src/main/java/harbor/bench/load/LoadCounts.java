package harbor.bench.load;

import org.HdrHistogram.Histogram;

/** Counts while a load is made. */
final class LoadCounts {
  private static final long LONGEST_MICROS = 120_000_000;
  private static final int DIGITS = 3;

  private final Histogram latency = new Histogram(LONGEST_MICROS, DIGITS);
  private final Histogram refusals = new Histogram(LONGEST_MICROS, DIGITS);
  long sent;
  long dropped;
  long broken;
  private long succeeded;
  private long degraded;
  private long refused;

  void answered(HttpConnection connection, long now) {
    if (!connection.isSuccess()) {
      refused++;
      refusals.recordValue(micros(connection, now));
      return;
    }
    succeeded++;
    if (connection.isDegraded()) {
      degraded++;
    }
    latency.recordValue(micros(connection, now));
  }

  private static long micros(HttpConnection connection, long now) {
    return Math.min(LONGEST_MICROS, (now - connection.intendedAt()) / 1000);
  }

  LoadResult result(double seconds) {
    return new LoadResult(
        seconds, sent, dropped, succeeded, degraded, refused, broken, latency, refusals);
  }
}
