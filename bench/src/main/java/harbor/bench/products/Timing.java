package harbor.bench.products;

import java.time.Duration;

/**
 * How long everything takes.
 *
 * @param rounds how often each target has its turn
 * @param warmUp one window of the load before the first round; repeated until the target gets no
 *     quicker
 * @param maxWarmUps so many windows at most
 * @param warmUpRequests so many requests at least, if the windows allow it
 * @param open window in which latencies are taken
 * @param closed window in which CPU, heap and the highest rate are taken
 * @param products how many products are asked for in turn
 */
public record Timing(
    int rounds,
    Duration warmUp,
    int maxWarmUps,
    long warmUpRequests,
    Duration open,
    Duration closed,
    int products) {
  /** For a result. */
  public static Timing full(int rounds) {
    return new Timing(
        rounds,
        Duration.ofSeconds(10),
        12,
        100_000,
        Duration.ofSeconds(4),
        Duration.ofSeconds(4),
        300);
  }

  /** For a look. */
  public static Timing quick(int rounds) {
    return new Timing(
        rounds,
        Duration.ofSeconds(4),
        3,
        5_000,
        Duration.ofSeconds(3),
        Duration.ofMillis(1_500),
        100);
  }
}
