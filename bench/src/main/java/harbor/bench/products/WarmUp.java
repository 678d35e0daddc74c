package harbor.bench.products;

import harbor.bench.load.LoadGenerator;
import harbor.bench.load.LoadResult;
import java.util.List;
import java.util.function.Function;

/**
 * Asks a target until it gets no quicker, first with both cores for its compiler, then on its own:
 * with less to run on it behaves differently, throws away what it had compiled for the other case,
 * and compiles once more. It is warm when its compiler has come to rest.
 *
 * @param timing how long
 * @param bffCore the core that the target will be measured on
 * @param otherCore the core of all else
 */
public record WarmUp(Timing timing, int bffCore, int otherCore) {
  /** A window that is quicker than the best one by so much says that the target still warms up. */
  private static final double STILL_FASTER = 1.05;

  /** A compiler that takes a larger share of the process's CPU is not done. */
  private static final double STILL_COMPILING = 0.03;

  /**
   * Warms a target up and leaves it on its own core.
   *
   * @param window a window of the load that it gets used to
   */
  public void run(
      Target target, List<String> productIds, Function<LoadGenerator, LoadResult> window) {
    try (LoadGenerator load =
        new LoadGenerator(target.page().workload(target.port(), productIds), Turn.CONNECTIONS)) {
      target.process().runOn(bffCore, otherCore);
      long together = repeat(load, window, target, timing.warmUpRequests());
      target.process().runOn(bffCore);
      long alone = repeat(load, window, target, 0);
      System.out.printf(
          "  warmed up %s: %,d requests on both cores, %,d on its own%n", target, together, alone);
    }
  }

  private long repeat(
      LoadGenerator load,
      Function<LoadGenerator, LoadResult> window,
      Target target,
      long minRequests) {
    long answered = 0;
    double best = 0;
    for (int windows = 1; ; windows++) {
      Spent warm = Spent.in(() -> window.apply(load), target, null);
      answered += warm.load().succeeded();
      boolean isQuicker = warm.load().rate() > best * STILL_FASTER;
      boolean isCompiling = warm.compiling() > STILL_COMPILING;
      if (windows == timing.maxWarmUps()
          || (!isQuicker && !isCompiling && answered >= minRequests)) {
        return answered;
      }
      best = Math.max(best, warm.load().rate());
    }
  }
}
