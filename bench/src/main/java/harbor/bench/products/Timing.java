package harbor.bench.products;

import java.time.Duration;

/**
 * How long everything takes.
 *
 * @param rounds how often each target has its turn
 * @param warmUp load before the first round, per target
 * @param warmUpRequests it is repeated, a few times at most, until so many were answered: C2 has
 *     compiled what is hot by then
 * @param open window in which latencies are taken
 * @param closed window in which CPU, heap and the highest rate are taken
 * @param products how many products are asked for in turn
 */
public record Timing(
    int rounds,
    Duration warmUp,
    long warmUpRequests,
    Duration open,
    Duration closed,
    int products) {
  /** For a result. */
  public static Timing full(int rounds) {
    return new Timing(
        rounds, Duration.ofSeconds(12), 100_000, Duration.ofSeconds(5), Duration.ofSeconds(5), 300);
  }

  /** For a look. */
  public static Timing quick(int rounds) {
    return new Timing(
        rounds, Duration.ofSeconds(4), 5_000, Duration.ofSeconds(3), Duration.ofMillis(1_500), 100);
  }
}
