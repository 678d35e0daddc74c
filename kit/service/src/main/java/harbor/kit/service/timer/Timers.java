package harbor.kit.service.timer;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import harbor.kit.runtime.LogFields;
import harbor.kit.service.database.Database;
import harbor.observability.Telemetry;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The timed work of a core service: each piece is done again and again, the first time a period
 * after the start, at one instance of the service at a time. When it is due stands in the service's
 * own database (db-scheduler's table), so that instances share the work by row locks, and one that
 * dies leaves it to the others: after four missed heartbeats.
 *
 * <pre>{@code
 * core.timers().every("expire-reservations", ofSeconds(5), ofSeconds(10), reservations::expire);
 * }</pre>
 *
 * <p>The process's clock says when a run is due; what is old is for the work to ask the database.
 * Declared by the starting thread; closing waits for runs under way, and interrupts them when the
 * drain time is over.
 */
public final class Timers implements AutoCloseable {
  private static final Duration MIN_PACE = Duration.ofSeconds(1);
  private static final Duration MAX_PACE = Duration.ofSeconds(10);

  /** The smallest number that db-scheduler takes. */
  private static final int MISSED_HEARTBEATS = 4;

  /** The loops that db-scheduler keeps: heartbeats, dead runs, tasks that are no more. */
  private static final int HOUSEKEEPERS = 3;

  private final Map<String, Timer> timers = new LinkedHashMap<>();
  private final Database database;
  private final Telemetry telemetry;
  private final InstantSource clock;
  private final Duration drain;
  private final Tracer tracer;
  private final ThreadFactory threads;
  private final ScheduledExecutorService deadlines;
  private @Nullable Scheduler scheduler;

  /**
   * No timers yet.
   *
   * @param drain how long runs under way may take to end once the service was told to stop
   */
  public Timers(Database database, Telemetry telemetry, InstantSource clock, Duration drain) {
    this.database = database;
    this.telemetry = telemetry;
    this.clock = clock;
    this.drain = drain;
    this.tracer = telemetry.openTelemetry().getTracer("harbor.timer");
    this.threads = threads(database.schema());
    this.deadlines = Executors.newSingleThreadScheduledExecutor(threads);
  }

  /**
   * Declares a timer.
   *
   * @param name lower case, words apart by {@code -}; in spans, metrics and the log
   * @param period from the end of a run to the start of the next, whether it failed or not
   * @param maxRun then its statements and calls to others end, like those of a call whose deadline
   *     is over
   * @param work takes what it works on by row locks: it may run twice at once when an instance was
   *     taken for dead
   */
  public void every(String name, Duration period, Duration maxRun, Runnable work) {
    if (timers.putIfAbsent(name, new Timer(name, period, maxRun, work)) != null) {
      throw new IllegalArgumentException("name: %s is taken".formatted(name));
    }
  }

  /** Runs them from now on. */
  public void start() {
    Duration pace = pace();
    Scheduler started =
        Scheduler.create(database.connections())
            .startTasks(timers.values().stream().map(this::task).toList())
            .schedulerName(new SchedulerName.Fixed("pid " + ProcessHandle.current().pid()))
            .clock(clock::instant)
            .pollUsingLockAndFetch(0.5, 1)
            .pollingInterval(pace)
            .heartbeatInterval(pace)
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .threads(timers.size())
            .executorService(Executors.newThreadPerTaskExecutor(threads))
            .dueExecutor(Executors.newSingleThreadExecutor(threads))
            .housekeeperExecutor(Executors.newScheduledThreadPool(HOUSEKEEPERS, threads))
            .shutdownMaxWait(drain)
            .failureLogging(LogLevel.OFF, false)
            .build();
    started.start();
    scheduler = started;
  }

  /** Does the work of one now, on the calling thread; fails as the work does. */
  public void run(String name) {
    Timer timer = timers.get(name);
    if (timer == null) {
      throw new IllegalArgumentException(
          "name: %s (expected: %s)".formatted(name, timers.keySet()));
    }
    run(timer);
  }

  @Override
  public void close() {
    if (scheduler != null) {
      scheduler.stop();
    }
    deadlines.shutdownNow();
  }

  private RecurringTask<Void> task(Timer timer) {
    return Tasks.recurring(timer.name(), new FixedPeriod(timer.period()))
        // Ours takes the time from the clock that everything else goes by.
        .onDeadExecution((dead, timing) -> timing.reschedule(dead, clock.instant()))
        .execute((_, _) -> run(timer));
  }

  private void run(Timer timer) {
    timer.run(tracer, telemetry.metrics(), deadlines);
  }

  /** As often as the most frequent timer wants it, within bounds. */
  private Duration pace() {
    long shortest = timers.values().stream().mapToLong(t -> t.period().toMillis()).min().orElse(0);
    return Duration.ofMillis(Math.clamp(shortest, MIN_PACE.toMillis(), MAX_PACE.toMillis()));
  }

  private static ThreadFactory threads(String service) {
    ThreadFactory virtual = Thread.ofVirtual().name("timer-", 0).factory();
    return work ->
        virtual.newThread(
            () -> {
              MDC.put(LogFields.SERVICE, service);
              work.run();
            });
  }

  /** First after a period, since a start has enough to do; then a period after each end. */
  private record FixedPeriod(Duration period) implements Schedule {
    @Override
    public Instant getInitialExecutionTime(Instant now) {
      return now.plus(period);
    }

    @Override
    public Instant getNextExecutionTime(ExecutionComplete ended) {
      return ended.getTimeDone().plus(period);
    }

    @Override
    public boolean isDeterministic() {
      return false;
    }
  }
}
