package harbor.kit.bff.downstream;

import harbor.kit.bff.resilience.Layers;
import harbor.kit.bff.resilience.LayersState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the layers around one service do, as metrics with the tag {@code downstream}. All are read
 * when somebody asks for them: a call costs nothing more.
 */
final class LayerMetrics {
  private final MeterRegistry metrics;
  private final String service;

  LayerMetrics(MeterRegistry metrics, String service) {
    this.metrics = metrics;
    this.service = service;
  }

  /** Those that are there from the start. */
  void register(Layers layers) {
    rejected(layers, "breaker_open", LayersState.Counts::breakerOpen);
    rejected(layers, "too_many_calls", LayersState.Counts::tooManyCalls);
    counter(layers, "retries", "Tries made again", LayersState.Counts::retries);
    counter(layers, "hedges", "Second tries of what was slow", LayersState.Counts::hedges);
    counter(
        layers,
        "hedges.won",
        "Second tries that were answered first",
        LayersState.Counts::hedgesWon);
    counter(layers, "joined", "Calls answered by an identical one", LayersState.Counts::joined);
    gauge(layers, "in.flight", "Calls under way at once", LayersState.Limit::inFlight);
    gauge(layers, "limit", "Calls that may be under way at once", LayersState.Limit::max);
  }

  /** A method has got a breaker. */
  void breaker(Layers layers, String method) {
    Gauge.builder("harbor.downstream.breaker", layers, now -> openness(now.breaker(method)))
        .description("0: closed, 0.5: half open, 1: open")
        .tag("downstream", service)
        .tag("method", method)
        .strongReference(true)
        .register(metrics);
  }

  private static double openness(@Nullable String breaker) {
    return switch (breaker) {
      case "OPEN" -> 1;
      case "HALF_OPEN" -> 0.5;
      case null, default -> 0;
    };
  }

  private void rejected(Layers layers, String reason, ToLongFunction<LayersState.Counts> count) {
    FunctionCounter.builder(
            "harbor.downstream.rejected", layers, now -> count.applyAsLong(now.counts()))
        .description("Calls rejected before they were sent")
        .tag("downstream", service)
        .tag("reason", reason)
        .register(metrics);
  }

  private void counter(
      Layers layers, String name, String description, ToLongFunction<LayersState.Counts> count) {
    FunctionCounter.builder(
            "harbor.downstream." + name, layers, now -> count.applyAsLong(now.counts()))
        .description(description)
        .tag("downstream", service)
        .register(metrics);
  }

  private void gauge(
      Layers layers, String name, String description, ToLongFunction<LayersState.Limit> figure) {
    if (layers.limit().isPresent()) {
      Gauge.builder(
              "harbor.downstream." + name,
              layers,
              now -> now.limit().map(figure::applyAsLong).orElse(0L))
          .description(description)
          .tag("downstream", service)
          .strongReference(true)
          .register(metrics);
    }
  }
}
