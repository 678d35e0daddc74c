package harbor.kit.service.database;

import harbor.kit.runtime.LogFields;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Does some work again and again on a thread of its own, like the removal of what is old; first
 * after the interval, for a start has enough to do. Work that fails is logged and done again.
 * Closing waits a moment for work under way. Thread-safe.
 */
public final class Sweeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

  /** Its statements, if any, must not meet a closed pool. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(2);

  private final String name;
  private final Duration interval;
  private final Runnable work;
  private final Thread thread;
  private volatile boolean closed;

  private Sweeper(String service, String name, Duration interval, Runnable work) {
    this.name = name;
    this.interval = interval;
    this.work = work;
    this.thread =
        Thread.ofVirtual()
            .name(name)
            .unstarted(
                () -> {
                  MDC.put(LogFields.SERVICE, service);
                  run();
                });
  }

  /**
   * Starts it.
   *
   * @param service whose log it writes
   * @param name of the work, for the log
   */
  public static Sweeper start(String service, String name, Duration interval, Runnable work) {
    Sweeper sweeper = new Sweeper(service, name, interval, work);
    sweeper.thread.start();
    return sweeper;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(MAX_WAIT);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    LockSupport.parkNanos(this, interval.toNanos());
    while (!closed) {
      try {
        work.run();
      } catch (RuntimeException | Error e) {
        log.warn("{} failed; it is tried again", name, e);
      }
      LockSupport.parkNanos(this, interval.toNanos());
    }
  }
}
