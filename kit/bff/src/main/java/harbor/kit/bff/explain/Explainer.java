package harbor.kit.bff.explain;

import com.google.protobuf.Message;
import harbor.kit.bff.cache.metrics.CacheState;
import harbor.kit.bff.downstream.Downstream;
import harbor.kit.bff.explain.CallState.Condition;
import harbor.kit.bff.explain.CallState.Latency;
import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.CallRun.AnsweredBy;
import harbor.kit.bff.plan.OptionalCall;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.PlanTelemetry;
import harbor.kit.bff.resilience.LayersState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says what a BFF does and how that goes, from the very objects that run. Thread-safe.
 *
 * <p>Which service a call asks, its name says: what stands before its first dot is the name of a
 * {@link Downstream}.
 */
public final class Explainer {
  private final String bff;
  private final List<StatedScreen> screens;
  private final PlanTelemetry telemetry;
  private final List<Downstream> downstreams;
  private final Supplier<List<CacheState>> caches;

  /**
   * For the BFF of this name.
   *
   * @param caches says how they are doing
   */
  public Explainer(
      String bff,
      List<StatedScreen> screens,
      PlanTelemetry telemetry,
      List<Downstream> downstreams,
      Supplier<List<CacheState>> caches) {
    this.bff = bff;
    this.screens = List.copyOf(screens);
    this.telemetry = telemetry;
    this.downstreams = List.copyOf(downstreams);
    this.caches = caches;
  }

  /** What it does, and how that goes now. */
  public BffPlans plans() {
    Map<String, LayersState> states = new HashMap<>();
    List<ServiceState> services = new ArrayList<>();
    for (Downstream downstream : downstreams) {
      LayersState state = downstream.state();
      states.put(downstream.service(), state);
      services.add(ServiceState.of(downstream.service(), state));
    }
    return new BffPlans(
        bff,
        screens.stream().map(screen -> screen(screen, states)).toList(),
        caches.get().stream().map(CachedState::of).toList(),
        services);
  }

  private BffPlans.Screen screen(StatedScreen screen, Map<String, LayersState> states) {
    return new BffPlans.Screen(
        screen.method(),
        screen.path(),
        screen.total().toMillis(),
        screen.cacheControl(),
        screen.priority().word(),
        steps(screen, call -> call(call, states)));
  }

  /** A screen may name a plan that follows another one also by itself: it is listed once. */
  private static List<BffPlans.Step> steps(
      StatedScreen screen, Function<Call<?, ?>, BffPlans.PlannedCall> explain) {
    List<BffPlans.Step> steps = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Plan<?> plan : screen.plans()) {
      String after = null;
      for (Plan<?> step : plan.steps()) {
        if (seen.add(step.name())) {
          steps.add(
              new BffPlans.Step(
                  step.name(),
                  after,
                  step.budget().toMillis(),
                  step.calls().stream().map(explain).toList()));
        }
        after = step.name();
      }
    }
    return steps;
  }

  private BffPlans.PlannedCall call(Call<?, ?> call, Map<String, LayersState> states) {
    String service = Call.serviceOf(call.name());
    LayersState state = states.get(service);
    return new BffPlans.PlannedCall(
        call.name(),
        call.isCritical(),
        call instanceof OptionalCall<?, ?> optional ? shown(optional.fallback()) : null,
        call.deadline().toMillis(),
        service,
        state == null ? List.of() : ServiceState.labels(state.layers()),
        live(call, state));
  }

  /** On one line; an empty message has no text of its own. */
  private static String shown(Object fallback) {
    return fallback instanceof Message message
            && message.equals(message.getDefaultInstanceForType())
        ? "no " + message.getDescriptorForType().getName()
        : fallback.toString().strip().replaceAll("\\s+", " ");
  }

  private CallState live(Call<?, ?> call, @Nullable LayersState state) {
    SortedMap<String, Long> outcomes = telemetry.outcomes(call);
    String sentTo = telemetry.method(call).orElse(null);
    LayersState.Method method =
        state == null || sentTo == null ? null : state.methods().get(sentTo);
    String breaker =
        method == null || method.breaker() == null
            ? null
            : method.breaker().toLowerCase(Locale.ROOT);
    LayersState.Limit limit = state == null ? null : state.limit();
    Latency lastMinute = Latency.of(telemetry.recent(call));
    SortedMap<AnsweredBy, Long> answers = telemetry.answers(call);
    return new CallState(
        Condition.of(
            !outcomes.isEmpty(),
            breaker,
            limit != null && limit.inFlight() >= limit.max(),
            lastMinute,
            call.deadline()),
        sentTo,
        breaker,
        lastMinute,
        method == null || method.latency() == null ? null : Latency.of(method.latency()),
        outcomes,
        labelled(answers),
        cached(answers));
  }

  private static SortedMap<String, Long> labelled(SortedMap<AnsweredBy, Long> answers) {
    SortedMap<String, Long> labelled = new TreeMap<>();
    answers.forEach((source, count) -> labelled.put(source.label(), count));
    return labelled;
  }

  private static @Nullable Double cached(SortedMap<AnsweredBy, Long> answers) {
    long all = 0;
    long cached = 0;
    for (Map.Entry<AnsweredBy, Long> each : answers.entrySet()) {
      all += each.getValue();
      cached += each.getKey().isCache() ? each.getValue() : 0;
    }
    return all == 0 ? null : (double) cached / all;
  }
}
