package harbor.kit.service.timer;

import io.grpc.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Named work with a period. A run has a deadline as a call has: statements and calls that it makes
 * end with it. Each run has a span and is timed; one that fails is logged.
 *
 * @param name lower case, words apart by {@code -}; in spans, metrics and the log
 * @param period from the end of a run to the start of the next
 * @param maxRun how long a run may take
 * @param work may be done at two instances at once when one was taken for dead: what it takes, it
 *     locks
 */
record Timer(String name, Duration period, Duration maxRun, Runnable work) {
  private static final Logger log = LoggerFactory.getLogger(Timers.class);
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  Timer {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("name: %s (expected: %s)".formatted(name, NAME));
    }
    if (!period.isPositive() || !maxRun.isPositive()) {
      throw new IllegalArgumentException(
          "%s: %s, %s (expected: positive period and maxRun)".formatted(name, period, maxRun));
    }
  }

  /** Does the work once, on the calling thread; fails as the work does. */
  void run(Tracer tracer, MeterRegistry metrics, ScheduledExecutorService deadlines) {
    Span span = tracer.spanBuilder("timer " + name).setNoParent().startSpan();
    long before = System.nanoTime();
    String result = "failed";
    try (Scope _ = span.makeCurrent();
        Context.CancellableContext bounded =
            Context.ROOT.withDeadlineAfter(maxRun.toNanos(), TimeUnit.NANOSECONDS, deadlines)) {
      bounded.run(work);
      result = "done";
    } catch (RuntimeException | Error e) {
      span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
      log.warn("The timer {} failed; it runs again in {}", name, period, e);
      throw e;
    } finally {
      span.end();
      metrics
          .timer("harbor.timer.runs", "timer", name, "result", result)
          .record(System.nanoTime() - before, TimeUnit.NANOSECONDS);
    }
  }
}
