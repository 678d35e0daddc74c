package harbor.bench.products;

import harbor.bench.load.LoadGenerator;
import harbor.bench.load.LoadResult;
import harbor.bench.process.Allocation;
import harbor.bench.process.Usage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A target's turn: a window in the open loop, which gives the latencies, and one in the closed
 * loop, which gives what a request costs when the core is full; without the latter the former gives
 * both.
 *
 * @param perSecond rate of the open loop
 * @param open its length
 * @param closed length of the closed loop; zero for none
 */
record Turn(double perSecond, Duration open, Duration closed) {
  static final int CONNECTIONS = 16;

  private static final Duration RUN_IN = Duration.ofMillis(500);

  Sample take(Target target, List<String> productIds, @Nullable Allocation allocation) {
    long pid = target.process().pid();
    try (LoadGenerator load =
        new LoadGenerator(target.page().workload(target.port(), productIds), CONNECTIONS)) {
      LoadResult _ = load.open(perSecond, RUN_IN, LoadGenerator.PATIENT);
      Spent open =
          Spent.in(
              () -> load.open(perSecond, this.open, LoadGenerator.PATIENT), target, allocation);
      if (!closed.isPositive()) {
        return sample(open, null, pid);
      }
      Spent full = Spent.in(() -> load.closed(closed), target, allocation);
      return sample(open, full, pid);
    }
  }

  /** Costs are those of the full core if there is one, latencies those of the open loop. */
  private static Sample sample(Spent open, @Nullable Spent full, long pid) {
    Spent costly = full == null ? open : full;
    double answered = Math.max(1, costly.load().succeeded());
    return new Sample(
        costly.cpuMillis() / answered * 1000,
        costly.compiling(),
        open.load().millis(50),
        open.load().millis(99),
        costly.allocated() / answered / 1024,
        full == null ? Double.NaN : full.load().rate(),
        full == null ? Double.NaN : full.cpuMillis() / (full.load().seconds() * 1000),
        Usage.residentMib(pid),
        asked(open.load()) + (full == null ? 0 : asked(full.load())),
        faulty(open.load()) + (full == null ? 0 : faulty(full.load())));
  }

  private static long asked(LoadResult result) {
    return result.sent() + result.dropped();
  }

  private static long faulty(LoadResult result) {
    return result.degraded() + result.refused() + result.broken() + result.dropped();
  }
}
