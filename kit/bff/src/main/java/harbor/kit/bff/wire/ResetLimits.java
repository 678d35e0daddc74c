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
 * much, as long as it takes more. Once the process has none left, a connection that has reset more
 * than it took is closed too: many connections, one after the other, are no way around the limit.
 *
 * <p>Frames that ask for nothing (PING, SETTINGS, PRIORITY, WINDOW_UPDATE and unknown ones; known
 * as ping and settings floods, CVE-2019-9512 and CVE-2019-9515) have a bucket of their own in each
 * connection. Thread-safe; a {@link Connection} is for its event loop.
 */
public final class ResetLimits {
  /** Of one connection, at once; and how many more in each second. */
  private static final int BURST = 100;

  private static final int PER_SECOND = 20;

  /** Of all connections of a process. */
  private static final int PROCESS_BURST = 200;

  private static final int PROCESS_PER_SECOND = 50;

  /** Of frames that ask for nothing; some clients send two for each piece of an answer. */
  private static final int FRAMES_BURST = 1_000;

  private static final int FRAMES_PER_SECOND = 100;
  private static final int FRAMES_PER_ANSWER = 50;

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final LongSupplier nanos;
  private final Counter closed;
  private final int burst;
  private final int processBurst;
  private final int framesBurst;

  /** Tokens of the process, in nanoseconds' worth of its rate, as of a time: a leaky bucket. */
  private final AtomicLong emptyAt;

  private ResetLimits(
      MeterRegistry metrics, LongSupplier nanos, int burst, int processBurst, int framesBurst) {
    this.nanos = nanos;
    this.framesBurst = framesBurst;
    this.burst = burst;
    this.processBurst = processBurst;
    this.closed =
        Counter.builder("harbor.bff.reset.floods")
            .description(
                "Connections closed because their client reset too many requests, or sent too many"
                    + " frames that ask for nothing")
            .register(metrics);
    this.emptyAt = new AtomicLong(nanos.getAsLong());
  }

  /** The limits of a process. */
  public static ResetLimits of(MeterRegistry metrics) {
    return of(metrics, System::nanoTime);
  }

  /** No limits, as for a counter-test. */
  static ResetLimits none(MeterRegistry metrics) {
    int none = Integer.MAX_VALUE;
    return new ResetLimits(metrics, System::nanoTime, none, none, none);
  }

  static ResetLimits of(MeterRegistry metrics, LongSupplier nanos) {
    return new ResetLimits(metrics, nanos, BURST, PROCESS_BURST, FRAMES_BURST);
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
    private final Bucket resets = new Bucket(burst, PER_SECOND);
    private final Bucket frames = new Bucket(framesBurst, FRAMES_PER_SECOND);

    /** Answers that were taken less resets. */
    private long balance;

    private boolean isClosed;

    /** Counts a reset; false when the connection is to be closed for it. */
    boolean add() {
      long now = nanos.getAsLong();
      balance--;
      boolean isConnectionFine = resets.take(now);
      boolean isProcessFine = take(now);
      return (isConnectionFine && (isProcessFine || balance >= 0)) || refused();
    }

    /** Counts a frame that asks for nothing; false when the connection is to be closed for it. */
    boolean addFrame() {
      return frames.take(nanos.getAsLong()) || refused();
    }

    private boolean refused() {
      if (!isClosed) {
        isClosed = true;
        closed.increment();
      }
      return false;
    }

    /** Counts an answer that its client took. */
    void answered() {
      balance++;
      resets.give(1);
      frames.give(FRAMES_PER_ANSWER);
    }
  }

  /** Of one connection. */
  private final class Bucket {
    private final int size;
    private final int perSecond;
    private double left;
    private long countedAt = nanos.getAsLong();

    Bucket(int size, int perSecond) {
      this.size = size;
      this.perSecond = perSecond;
      this.left = size;
    }

    /** Takes a token, also when there is none left: then false. */
    boolean take(long now) {
      left = Math.min(size, left + (double) (now - countedAt) * perSecond / SECOND) - 1;
      countedAt = now;
      return left >= 0;
    }

    void give(int tokens) {
      left = Math.min(size, left + tokens);
    }
  }
}
