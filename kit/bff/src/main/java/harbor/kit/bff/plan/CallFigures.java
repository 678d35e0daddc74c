package harbor.kit.bff.plan;

import harbor.kit.bff.plan.CallRun.AnsweredBy;
import harbor.kit.bff.plan.Miss.Kind;
import harbor.observability.RecentLatency;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How the runs of one call went, and where their answers came from. Thread-safe.
 *
 * <p>Runs without an answer are counted apart from the time they took, from 0 on: the rate of a
 * series whose first value is 1 misses that one.
 */
final class CallFigures {
  /** What uses a call's error budget: it was worth an answer, and there was none. */
  private static final Set<Kind> NO_ANSWERS =
      EnumSet.of(Kind.TIMEOUT, Kind.UNAVAILABLE, Kind.REFUSED, Kind.BROKEN);

  private final Plan<?> plan;
  private final Call<?, ?> call;
  private final MeterRegistry metrics;
  private final Map<String, Timer> byOutcome = new ConcurrentHashMap<>();
  private final Map<Kind, Counter> misses = new EnumMap<>(Kind.class);
  private final Map<AnsweredBy, Counter> bySource = new ConcurrentHashMap<>();
  private final RecentLatency recent = new RecentLatency(System::nanoTime);
  private volatile @Nullable String method;

  CallFigures(Plan<?> plan, Call<?, ?> call, MeterRegistry metrics) {
    this.plan = plan;
    this.call = call;
    this.metrics = metrics;
    NO_ANSWERS.forEach(kind -> misses.put(kind, counter(kind)));
  }

  void settled(CallRun run, long nanos) {
    Miss miss = run.miss();
    byOutcome
        .computeIfAbsent(miss == null ? "ok" : miss.kind().label(), this::timer)
        .record(nanos, TimeUnit.NANOSECONDS);
    Counter missed = miss == null ? null : misses.get(miss.kind());
    if (missed != null) {
      missed.increment();
    }
    if (run.isAnswered()) {
      bySource.computeIfAbsent(run.answeredBy(), this::counter).increment();
    }
    recent.record(nanos);
    if (method == null) {
      method = run.method();
    }
  }

  RecentLatency.Figures recent() {
    return recent.figures();
  }

  Optional<String> method() {
    return Optional.ofNullable(method);
  }

  SortedMap<String, Long> outcomes() {
    SortedMap<String, Long> outcomes = new TreeMap<>();
    byOutcome.forEach((outcome, timer) -> outcomes.put(outcome, timer.count()));
    return outcomes;
  }

  SortedMap<AnsweredBy, Long> answers() {
    SortedMap<AnsweredBy, Long> answers = new TreeMap<>();
    bySource.forEach((source, count) -> answers.put(source, (long) count.count()));
    return answers;
  }

  private Counter counter(AnsweredBy source) {
    return Counter.builder("harbor.plan.answers")
        .description("Answers to calls of plans, by where they came from")
        .tag("plan", plan.name())
        .tag("call", call.name())
        .tag("from", source.label())
        .register(metrics);
  }

  private Counter counter(Kind outcome) {
    return Counter.builder("harbor.plan.misses")
        .description("Calls of plans without an answer")
        .tag("plan", plan.name())
        .tag("call", call.name())
        .tag("outcome", outcome.label())
        .register(metrics);
  }

  private Timer timer(String outcome) {
    return Timer.builder("harbor.plan.call")
        .description("Calls of plans, by how they ended")
        .tag("plan", plan.name())
        .tag("call", call.name())
        .tag("outcome", outcome)
        .register(metrics);
  }
}
