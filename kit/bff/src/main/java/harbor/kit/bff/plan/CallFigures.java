package harbor.kit.bff.plan;

import harbor.kit.bff.plan.CallRun.AnsweredBy;
import harbor.observability.RecentLatency;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How the runs of one call went, and where their answers came from. Thread-safe. */
final class CallFigures {
  private final Plan<?> plan;
  private final Call<?, ?> call;
  private final MeterRegistry metrics;
  private final Map<String, Timer> byOutcome = new ConcurrentHashMap<>();
  private final Map<AnsweredBy, Counter> bySource = new ConcurrentHashMap<>();
  private final RecentLatency recent = new RecentLatency(System::nanoTime);
  private volatile @Nullable String method;

  CallFigures(Plan<?> plan, Call<?, ?> call, MeterRegistry metrics) {
    this.plan = plan;
    this.call = call;
    this.metrics = metrics;
  }

  void settled(CallRun run, long nanos) {
    Miss miss = run.miss();
    byOutcome
        .computeIfAbsent(miss == null ? "ok" : miss.kind().label(), this::timer)
        .record(nanos, TimeUnit.NANOSECONDS);
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

  private Timer timer(String outcome) {
    return Timer.builder("harbor.plan.call")
        .description("Calls of plans, by how they ended")
        .tag("plan", plan.name())
        .tag("call", call.name())
        .tag("outcome", outcome)
        .register(metrics);
  }
}
