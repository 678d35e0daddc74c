package harbor.kit.bff.edge;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The timers of an event loop, with patience: what comes up late waits until the loop has read what
 * has arrived meanwhile.
 *
 * <p>An event loop runs its timers after what it reads. While one round takes long, the answers of
 * that time lie unread in the sockets, and when the round is over the deadlines of their calls
 * would strike first: a BFF under much load would throw away answers that came in time. For tasks
 * without a result, which all of them are. One that is put off cannot be cancelled any more;
 * deadlines, hedges and retries look for themselves whether they are still wanted.
 */
final class DeferredTimers extends AbstractExecutorService implements ScheduledExecutorService {
  private static final long LATE_NANOS = Duration.ofMillis(1).toNanos();

  private final ScheduledExecutorService loop;
  private final LongSupplier nanoTime;

  /**
   * For an event loop, whose timers run after what it reads.
   *
   * @param nanoTime what measures the time, for instance {@code System::nanoTime}
   */
  DeferredTimers(ScheduledExecutorService loop, LongSupplier nanoTime) {
    this.loop = loop;
    this.nanoTime = nanoTime;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    long due = nanoTime.getAsLong() + unit.toNanos(delay);
    return loop.schedule(
        () -> {
          if (nanoTime.getAsLong() - due > LATE_NANOS) {
            // Not before the loop's next round, at whose beginning it reads.
            var _ = loop.schedule(command, 1, TimeUnit.NANOSECONDS);
          } else {
            command.run();
          }
        },
        delay,
        unit);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    return loop.schedule(callable, delay, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    return loop.scheduleAtFixedRate(command, initialDelay, period, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    return loop.scheduleWithFixedDelay(command, initialDelay, delay, unit);
  }

  @Override
  public void execute(Runnable command) {
    loop.execute(command);
  }

  @Override
  public void shutdown() {
    loop.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    return loop.shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return loop.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return loop.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return loop.awaitTermination(timeout, unit);
  }
}
