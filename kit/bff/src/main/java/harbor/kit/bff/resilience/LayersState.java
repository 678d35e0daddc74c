package harbor.kit.bff.resilience;

import harbor.observability.RecentLatency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the layers around one service are doing, for engineers.
 *
 * @param layers those that are there, innermost first
 * @param limit calls under way at once; null when they are not limited
 * @param moreCalls how many retries and hedges may be made now
 * @param counts what they did since the start
 * @param methods by full name
 */
public record LayersState(
    List<Layer> layers,
    @Nullable Limit limit,
    int moreCalls,
    Counts counts,
    Map<String, Method> methods) {
  /** Copies what it is given. */
  public LayersState {
    layers = List.copyOf(layers);
    methods = Map.copyOf(methods);
  }

  /**
   * Calls under way at once.
   *
   * @param inFlight now
   * @param max how many there may be
   */
  public record Limit(int inFlight, int max) {}

  /**
   * What the layers did since the start.
   *
   * @param breakerOpen calls rejected by an open breaker
   * @param tooManyCalls calls rejected because too many were under way
   * @param retries tries made again
   * @param hedges second tries of what was slow
   * @param hedgesWon those that were answered first
   * @param joined calls answered by an identical one that was under way
   */
  public record Counts(
      long breakerOpen,
      long tooManyCalls,
      long retries,
      long hedges,
      long hedgesWon,
      long joined) {}

  /**
   * One method.
   *
   * @param breaker {@code CLOSED}, {@code OPEN} or {@code HALF_OPEN}; null without a breaker
   * @param latency of single tries during the last minute; null when it is not measured
   */
  public record Method(@Nullable String breaker, RecentLatency.@Nullable Figures latency) {}
}
