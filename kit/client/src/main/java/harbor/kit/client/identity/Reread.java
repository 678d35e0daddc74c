package harbor.kit.client.identity;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that is read from files, again when they have changed. They are looked at once a second
 * at most; what cannot be read any longer is logged once, and what was read before stays.
 * Thread-safe.
 */
final class Reread<T> {
  private static final Logger log = LoggerFactory.getLogger(Reread.class);
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  private final Supplier<?> state;
  private final Supplier<T> reading;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private Object readFrom;
  private volatile T value;
  private volatile long lookedAt;

  /**
   * Reads it for the first time.
   *
   * @param state what the files look like; equal when they are the same
   * @param reading reads them
   */
  Reread(Supplier<?> state, Supplier<T> reading, LongSupplier nanoTime) {
    this.state = state;
    this.reading = reading;
    this.nanoTime = nanoTime;
    this.lookedAt = nanoTime.getAsLong();
    this.readFrom = state.get();
    this.value = reading.get();
  }

  /** As it is, or was a second ago. Never waits for another thread that looks. */
  T get() {
    if (isDue() && lock.tryLock()) {
      try {
        look(false);
      } finally {
        lock.unlock();
      }
    }
    return value;
  }

  /** As it is now, for somebody who misses something: read anew, but once a second at most. */
  T now() {
    lock.lock();
    try {
      look(true);
    } finally {
      lock.unlock();
    }
    return value;
  }

  private boolean isDue() {
    return nanoTime.getAsLong() - lookedAt >= PAUSE_NANOS;
  }

  private void look(boolean anyway) {
    if (!isDue()) {
      return;
    }
    lookedAt = nanoTime.getAsLong();
    Object found = state.get();
    if (anyway || !found.equals(readFrom)) {
      boolean isChanged = !found.equals(readFrom);
      readFrom = found;
      try {
        value = reading.get();
      } catch (RuntimeException e) {
        if (isChanged) {
          log.warn("{} What was read before stays in use.", e.getMessage());
        }
      }
    }
  }
}
