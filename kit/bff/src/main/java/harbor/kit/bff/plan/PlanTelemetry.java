package harbor.kit.bff.plan;

import harbor.kit.bff.plan.Miss.Kind;
import harbor.kit.runtime.LogFields;
import harbor.observability.TraceIds;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs each call that failed, once, and times every call by plan, call and outcome.
 *
 * <p>Metric {@code harbor.plan.call} with the tags {@code plan}, {@code call} and {@code outcome}
 * ({@code ok} or the miss): as many series as calls are written down in plans, times eight.
 */
public final class PlanTelemetry implements PlanListener {
  private static final Logger log = LoggerFactory.getLogger(PlanTelemetry.class);

  private final String bff;
  private final MeterRegistry metrics;
  private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

  private record Series(Plan<?> plan, Call<?, ?> call, @Nullable Kind miss) {}

  /** For the BFF of this name. */
  public PlanTelemetry(String bff, MeterRegistry metrics) {
    this.bff = bff;
    this.metrics = metrics;
  }

  @Override
  public void onSettled(
      Plan<?> plan, Call<?, ?> call, RequestScope scope, @Nullable Miss miss, long nanos) {
    timers
        .computeIfAbsent(new Series(plan, call, miss == null ? null : miss.kind()), this::timer)
        .record(nanos, TimeUnit.NANOSECONDS);
    if (miss != null && miss.isFailure() && miss.kind() != Kind.CANCELLED) {
      try (LogFields _ = LogFields.put(bff, TraceIds.of(scope.trace()), scope.correlationId())) {
        // What is wrong in our own code is an error and shows where; what a service said is not.
        log.atLevel(miss.bug() == null ? Level.WARN : Level.ERROR)
            .setCause(miss.bug())
            .log(
                "{}: {} {} after {} ms: {}",
                plan.name(),
                call.name(),
                miss,
                nanos / 1_000_000,
                call.isCritical() ? "critical, no page" : "optional, its fallback stands in");
      }
    }
  }

  private Timer timer(Series series) {
    Kind miss = series.miss();
    return Timer.builder("harbor.plan.call")
        .description("Calls of plans, by how they ended")
        .tag("plan", series.plan().name())
        .tag("call", series.call().name())
        .tag("outcome", miss == null ? "ok" : miss.name().toLowerCase(Locale.ROOT))
        .register(metrics);
  }
}
