package harbor.kit.bff.plan;

import harbor.kit.bff.plan.CallRun.AnsweredBy;
import harbor.kit.bff.plan.Miss.Kind;
import harbor.kit.runtime.LogFields;
import harbor.observability.RecentLatency;
import harbor.observability.Telemetry;
import harbor.observability.TraceIds;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Scope;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs each call that failed, once, times every call by plan, call and outcome, and sees to it that
 * each call of a recorded trace has a span.
 *
 * <p>Metric {@code harbor.plan.call} with the tags {@code plan}, {@code call} and {@code outcome}
 * ({@code ok} or the miss): as many series as calls are written down in plans, times eight. Metric
 * {@code harbor.plan.misses}, from 0 on with a call's first run: those of them that have no answer,
 * by {@code outcome}; times four. Metric {@code harbor.plan.answers} with {@code plan}, {@code
 * call} and {@code from}: those of them that were answered, by where the answer came from; times
 * five.
 */
public final class PlanTelemetry implements PlanListener {
  private static final Logger log = LoggerFactory.getLogger(PlanTelemetry.class);

  private final String bff;
  private final MeterRegistry metrics;
  private final CallSpans spans;
  private final Map<Call<?, ?>, CallFigures> figures = new ConcurrentHashMap<>();

  /** For the BFF of this name. */
  public PlanTelemetry(String bff, Telemetry telemetry) {
    this.bff = bff;
    this.metrics = telemetry.metrics();
    this.spans = new CallSpans(telemetry.openTelemetry().getTracer("harbor.plan"));
  }

  @Override
  public void onSettled(CallRun run, long nanos) {
    CallFigures call =
        figures.computeIfAbsent(run.call(), of -> new CallFigures(run.plan(), of, metrics));
    // The exemplar of its duration is the request's trace.
    try (Scope _ = run.scope().trace().makeCurrent()) {
      call.settled(run, nanos);
    }
    spans.settled(run, nanos);
    Miss miss = run.miss();
    if (miss != null && isNews(run, miss)) {
      tell(run, miss, nanos);
    }
  }

  /** How long a call took during the last minute, however it ended. */
  public RecentLatency.Figures recent(Call<?, ?> call) {
    CallFigures known = figures.get(call);
    return known == null ? RecentLatency.Figures.NONE : known.recent();
  }

  /** The full name of the gRPC method that a call is sent to; empty before it was sent once. */
  public Optional<String> method(Call<?, ?> call) {
    CallFigures known = figures.get(call);
    return known == null ? Optional.empty() : known.method();
  }

  /** How often a call ended how since the start: {@code ok} or the miss, in alphabetical order. */
  public SortedMap<String, Long> outcomes(Call<?, ?> call) {
    CallFigures known = figures.get(call);
    return known == null ? Collections.emptySortedMap() : known.outcomes();
  }

  /** How often a call was answered from where since the start. */
  public SortedMap<AnsweredBy, Long> answers(Call<?, ?> call) {
    CallFigures known = figures.get(call);
    return known == null ? Collections.emptySortedMap() : known.answers();
  }

  /**
   * One that was turned away is none: whoever did so has said it once, and there may be thousands.
   */
  private static boolean isNews(CallRun run, Miss miss) {
    boolean isTurnedAway = miss.kind() == Kind.REFUSED && run.tries() == 0;
    return miss.isFailure() && miss.kind() != Kind.CANCELLED && !isTurnedAway;
  }

  /**
   * What is wrong in our own code is an error and shows where; what a service said is not. That it
   * refused a change is its answer.
   */
  private static Level level(CallRun run, Miss miss) {
    if (miss.bug() != null) {
      return Level.ERROR;
    }
    return run.call().isChange() && miss.kind() == Kind.INVALID ? Level.INFO : Level.WARN;
  }

  private void tell(CallRun run, Miss miss, long nanos) {
    RequestScope scope = run.scope();
    try (LogFields _ =
        LogFields.put(bff, TraceIds.of(scope.trace()), scope.correlationId())
            .span(TraceIds.span(scope.trace()))
            .user(scope.caller().hash())) {
      log.atLevel(level(run, miss))
          .setCause(miss.bug())
          .log(
              "{}: {} {} after {} ms, user {}: {}",
              run.plan().name(),
              run.call().name(),
              miss.fault().isEmpty() ? miss : miss + " " + miss.fault(),
              nanos / 1_000_000,
              scope.caller().hash(),
              run.call().isCritical() ? "critical, no page" : "optional, its fallback stands in");
    }
  }
}
