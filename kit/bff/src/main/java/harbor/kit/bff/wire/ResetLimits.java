package harbor.kit.bff.wire;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How many of its HTTP/2 requests a client may reset: each is work begun for nobody, at a cost to
 * the client of some bytes (CVE-2023-44487, "Rapid Reset").
 *
 * <p>Token buckets, one for each connection and one for the process. A reset takes a token; an
 * answer that was taken gives its connection one back, so that a proxy of many users may cancel
 * much, as long as it takes more. Once the process has none left, a connection that has used half
 * of its own is closed too: many connections are no way around the limit. Thread-safe; a {@link
 * Connection} is for its event loop.
 */
public final class ResetLimits {
  /** Of one connection, at once; and how many more in each second. */
  private static final int BURST = 100;

  private static final int PER_SECOND = 20;

  /** Of all connections of a process. */
  private static final int PROCESS_BURST = 1_000;

  private static final int PROCESS_PER_SECOND = 200;

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanos;
  private final Counter closed;
  private final int burst;
  private final int processBurst;

  /** Tokens of the process, in nanoseconds' worth of its rate, as of a time: a leaky bucket. */
  private final AtomicLong emptyAt;

  private ResetLimits(MeterRegistry metrics, LongSupplier nanos, int burst, int processBurst) {
    this.nanos = nanos;
    this.burst = burst;
    this.processBurst = processBurst;
    this.closed =
        Counter.builder("harbor.bff.reset.floods")
            .description("Connections closed because their client reset too many requests")
            .register(metrics);
    this.emptyAt = new AtomicLong(nanos.getAsLong());
  }

  /** The limits of a process. */
  public static ResetLimits of(MeterRegistry metrics) {
    return new ResetLimits(metrics, System::nanoTime, BURST, PROCESS_BURST);
  }

  /** No limits, as for a counter-test. */
  static ResetLimits none(MeterRegistry metrics) {
    return new ResetLimits(metrics, System::nanoTime, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  static ResetLimits of(MeterRegistry metrics, LongSupplier nanos) {
    return new ResetLimits(metrics, nanos, BURST, PROCESS_BURST);
  }

  /** Those of a new connection. */
  Connection connection() {
    return new Connection();
  }

  /** Takes a token of the process, also when it has none left: then false. */
  private boolean take(long now) {
    if (processBurst == Integer.MAX_VALUE) {
      return true;
    }
    long each = SECOND / PROCESS_PER_SECOND;
    long full = now + each * processBurst;
    long after = emptyAt.updateAndGet(at -> Math.min(Math.max(at, now) + each, full));
    return after < full;
  }

  /** What one connection has left. */
  final class Connection {
    private double left = burst;
    private long countedAt = nanos.getAsLong();
    private boolean isClosed;

    /** Counts a reset; false when the connection is to be closed for it. */
    boolean add() {
      long now = nanos.getAsLong();
      left = Math.min(burst, left + (double) (now - countedAt) * PER_SECOND / SECOND) - 1;
      countedAt = now;
      boolean isProcessFine = take(now);
      if (left >= 0 && (isProcessFine || left >= burst / 2.0)) {
        return true;
      }
      if (!isClosed) {
        isClosed = true;
        closed.increment();
      }
      return false;
    }

    /** Counts an answer that its client took. */
    void answered() {
      left = Math.min(burst, left + 1);
    }
  }
}
