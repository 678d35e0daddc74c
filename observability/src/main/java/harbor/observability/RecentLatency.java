package harbor.observability;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How long something took during the last minute. Thread-safe; recording neither locks nor
 * allocates.
 *
 * <p>Six histograms (HdrHistogram, two significant digits, 1 microsecond to one minute) of ten
 * seconds each take turns: what is asked for covers the last 50 to 60 seconds.
 */
public final class RecentLatency {
  private static final int WINDOWS = 6;
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(1);
  private static final int DIGITS = 2;

  private final LongSupplier nanoTime;
  private final AtomicReference<@Nullable Window>[] windows = empty();

  private record Window(long number, Histogram histogram) {}

  /**
   * The figures of the last minute.
   *
   * @param count how many there were; without any the rest is zero
   */
  public record Figures(long count, Duration p50, Duration p95, Duration p99) {
    /** Of what has not happened. */
    public static final Figures NONE = new Figures(0, Duration.ZERO, Duration.ZERO, Duration.ZERO);
  }

  /** Measured by this clock, for instance {@code System::nanoTime}. */
  public RecentLatency(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Something took so long. */
  public void record(long nanos) {
    long micros = Math.clamp(nanos / 1_000, 1, MAX_MICROS);
    window(Math.floorDiv(nanoTime.getAsLong(), WINDOW_NANOS)).histogram().recordValue(micros);
  }

  /** What was recorded during the last minute. */
  public Figures figures() {
    long current = Math.floorDiv(nanoTime.getAsLong(), WINDOW_NANOS);
    Histogram sum = new Histogram(MAX_MICROS, DIGITS);
    for (AtomicReference<@Nullable Window> place : windows) {
      Window window = place.get();
      if (window != null && current - window.number() < WINDOWS) {
        sum.add(window.histogram());
      }
    }
    return new Figures(sum.getTotalCount(), at(sum, 50), at(sum, 95), at(sum, 99));
  }

  private Window window(long number) {
    AtomicReference<@Nullable Window> place = windows[Math.floorMod(number, WINDOWS)];
    while (true) {
      Window window = place.get();
      if (window != null && window.number() >= number) {
        return window;
      }
      Window fresh = new Window(number, new ConcurrentHistogram(MAX_MICROS, DIGITS));
      if (place.compareAndSet(window, fresh)) {
        return fresh;
      }
    }
  }

  private static Duration at(Histogram histogram, double percentile) {
    return Duration.ofNanos(
        TimeUnit.MICROSECONDS.toNanos(
            histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(percentile)));
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of generic types cannot be made otherwise
  private static AtomicReference<@Nullable Window>[] empty() {
    AtomicReference<@Nullable Window>[] places = new AtomicReference[WINDOWS];
    for (int i = 0; i < WINDOWS; i++) {
      places[i] = new AtomicReference<>();
    }
    return places;
  }
}
