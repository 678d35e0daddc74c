package harbor.kit.bff.plan;

import io.grpc.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Time that passes only when a test says so, and what is scheduled in it.
 *
 * <p>Tasks run in the thread that advances the time, in the order in which they are due; at one
 * instant in the order in which they were scheduled. Used by one thread.
 */
public final class VirtualTime extends AbstractExecutorService implements ScheduledExecutorService {
  private final NavigableSet<Task<?>> queue = new TreeSet<>();
  private final Deadline.Ticker ticker =
      new Deadline.Ticker() {
        @Override
        public long nanoTime() {
          return now;
        }
      };
  private long now;
  private long tasks;
  private boolean shutdown;

  /** What measures this time. */
  public Deadline.Ticker ticker() {
    return ticker;
  }

  /** How much time has passed since the beginning. */
  public Duration now() {
    return Duration.ofNanos(now);
  }

  /** How many tasks wait for their time. */
  public int scheduled() {
    return queue.size();
  }

  /** Lets time pass, and everything happen that is due meanwhile. */
  public void advance(Duration by) {
    long end = now + by.toNanos();
    while (!queue.isEmpty() && queue.first().due <= end) {
      Task<?> next = queue.removeFirst();
      now = next.due;
      next.run();
    }
    now = end;
  }

  /** Runs a task when so much time has passed. */
  public ScheduledFuture<?> after(Duration delay, Runnable task) {
    return schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return schedule(Executors.callable(task), delay, unit);
  }

  @Override
  public <T> ScheduledFuture<T> schedule(Callable<T> task, long delay, TimeUnit unit) {
    Task<T> scheduled = new Task<>(task, now + unit.toNanos(Math.max(0, delay)), tasks++);
    queue.add(scheduled);
    return scheduled;
  }

  @Override
  public void execute(Runnable task) {
    var _ = schedule(task, 0, TimeUnit.NANOSECONDS);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long initialDelay, long period, TimeUnit unit) {
    throw new UnsupportedOperationException("Nothing here is periodic");
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long initialDelay, long delay, TimeUnit unit) {
    throw new UnsupportedOperationException("Nothing here is periodic");
  }

  @Override
  public void shutdown() {
    shutdown = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutdown = true;
    List<Runnable> left = new ArrayList<>(queue);
    queue.clear();
    return left;
  }

  @Override
  public boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return shutdown && queue.isEmpty();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return isTerminated();
  }

  private final class Task<T> extends FutureTask<T> implements ScheduledFuture<T> {
    private final long due;
    private final long number;

    Task(Callable<T> task, long due, long number) {
      super(task);
      this.due = due;
      this.number = number;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      queue.remove(this);
      return super.cancel(mayInterruptIfRunning);
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(due - now, TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      Task<?> task = (Task<?>) other;
      return due == task.due ? Long.compare(number, task.number) : Long.compare(due, task.due);
    }
  }
}
