package harbor.kit.bff.cache.metrics;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How often something happened: since the start, and during the last 50 to 60 seconds. Thread-safe.
 */
public final class RecentCount {
  private static final int WINDOWS = 6;
  private static final long WINDOW_MILLIS = 10_000;

  private final LongSupplier millis;
  private final LongAdder all = new LongAdder();
  private final AtomicReferenceArray<@Nullable Window> windows =
      new AtomicReferenceArray<>(WINDOWS);

  private record Window(long number, LongAdder count) {}

  RecentCount(LongSupplier millis) {
    this.millis = millis;
  }

  public void increment() {
    all.increment();
    window(now()).count().increment();
  }

  long sum() {
    return all.sum();
  }

  long lastMinute() {
    long now = now();
    long sum = 0;
    for (int i = 0; i < WINDOWS; i++) {
      Window window = windows.get(i);
      // one of the future is from before the clock was set back
      if (window != null && window.number() <= now && now - window.number() < WINDOWS) {
        sum += window.count().sum();
      }
    }
    return sum;
  }

  private Window window(long number) {
    int place = Math.floorMod(number, WINDOWS);
    while (true) {
      Window window = windows.get(place);
      if (window != null && window.number() == number) {
        return window;
      }
      Window fresh = new Window(number, new LongAdder());
      if (windows.compareAndSet(place, window, fresh)) {
        return fresh;
      }
    }
  }

  private long now() {
    return Math.floorDiv(millis.getAsLong(), WINDOW_MILLIS);
  }
}
