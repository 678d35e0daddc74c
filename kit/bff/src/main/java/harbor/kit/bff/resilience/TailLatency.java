package harbor.kit.bff.resilience;

import harbor.observability.RecentLatency;
import java.time.Duration;
import java.util.function.LongSupplier;

/** When a call of one method is slow: after the 95th percentile of the last minute. Thread-safe. */
final class TailLatency {
  /** Too little is known. */
  static final long UNKNOWN = -1;

  private static final long MIN_CALLS = 100;
  private static final long MIN_NANOS = Duration.ofMillis(1).toNanos();
  private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

  private final RecentLatency latency;
  private volatile Seen seen;

  private record Seen(long at, long p95) {}

  TailLatency(LongSupplier nanoTime) {
    this.latency = new RecentLatency(nanoTime);
    this.seen = new Seen(nanoTime.getAsLong(), UNKNOWN);
  }

  void record(long nanos) {
    latency.record(nanos);
  }

  /** After so long a second try is worth it; {@link #UNKNOWN} before a hundred calls were seen. */
  long nanosBeforeHedge(long now) {
    Seen known = seen;
    if (now - known.at() < LOOK_AGAIN_NANOS) {
      return known.p95();
    }
    RecentLatency.Figures figures = latency.figures();
    long p95 = figures.count() < MIN_CALLS ? UNKNOWN : Math.max(MIN_NANOS, figures.p95().toNanos());
    seen = new Seen(now, p95);
    return p95;
  }

  RecentLatency.Figures figures() {
    return latency.figures();
  }
}
