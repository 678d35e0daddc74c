package harbor.bench.products;

import harbor.bench.load.LoadGenerator;
import harbor.bench.load.LoadResult;
import harbor.bench.process.Allocation;
import harbor.bench.process.Usage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A target's turn: a window in the open loop, one in the closed.
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
      long allocated = allocation == null ? 0 : allocation.bytes();
      long cpu = Usage.cpuMillis(pid);
      LoadResult steady = load.open(perSecond, open, LoadGenerator.PATIENT);
      double cpuMillis = Usage.cpuMillis(pid) - cpu;
      double heap = allocation == null ? Double.NaN : allocation.bytes() - allocated;
      double answered = Math.max(1, steady.succeeded());
      double rate = Double.NaN;
      double share = Double.NaN;
      long asked = steady.sent() + steady.dropped();
      long faulty = faulty(steady);
      if (closed.isPositive()) {
        long before = Usage.cpuMillis(pid);
        LoadResult fast = load.closed(closed);
        share = (Usage.cpuMillis(pid) - before) / (fast.seconds() * 1000);
        rate = fast.rate();
        asked += fast.sent();
        faulty += faulty(fast);
      }
      return new Sample(
          cpuMillis / answered * 1000,
          steady.millis(50),
          steady.millis(99),
          heap / answered / 1024,
          rate,
          share,
          Usage.residentMib(pid),
          asked,
          faulty);
    }
  }

  private static long faulty(LoadResult result) {
    return result.degraded() + result.refused() + result.broken() + result.dropped();
  }
}
