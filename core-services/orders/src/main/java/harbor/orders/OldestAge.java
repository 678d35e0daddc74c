package harbor.orders;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How old the oldest of something is that waits for its end, as a timer found it last. An instance
 * that has not found it for a minute, because the timer runs at another, says nothing ({@code
 * NaN}). Thread-safe.
 */
final class OldestAge {
  private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier nanoTime;
  private volatile Found found;

  private record Found(double seconds, long at) {}

  private OldestAge(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.found = new Found(Double.NaN, nanoTime.getAsLong());
  }

  /** Shows it under a name that ends with {@code seconds}. */
  static OldestAge register(
      MeterRegistry metrics, String name, String description, LongSupplier nanoTime) {
    OldestAge age = new OldestAge(nanoTime);
    Gauge.builder(name, age, OldestAge::seconds)
        .description(description)
        .strongReference(true)
        .register(metrics);
    return age;
  }

  /** The timer looked: so old is the oldest, 0 without any. */
  void found(double seconds) {
    found = new Found(seconds, nanoTime.getAsLong());
  }

  private double seconds() {
    Found last = found;
    return nanoTime.getAsLong() - last.at() > MAX_NANOS ? Double.NaN : last.seconds();
  }
}
