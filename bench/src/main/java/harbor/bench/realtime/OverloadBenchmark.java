package harbor.bench.realtime;

import harbor.bench.cores.Scene;
import harbor.bench.load.LoadGenerator;
import harbor.bench.load.LoadResult;
import harbor.bench.load.Workload;
import harbor.bench.process.CpuQuota;
import harbor.bench.process.Layout;
import harbor.bench.process.Niceness;
import harbor.bench.products.Contender;
import harbor.bench.products.Page;
import harbor.bench.products.Starting;
import harbor.bench.products.Target;
import harbor.bench.products.Timing;
import harbor.bench.products.WarmUp;
import harbor.bench.report.Results;
import harbor.bench.report.Table;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What becomes of a BFF under more load than its core can take: goodput, the answers 2xx within 250
 * ms, and the time until it is as quick as before once the load is gone.
 */
public final class OverloadBenchmark {
  private static final long PROMPT_MILLIS = 250;
  private static final int FEW_CONNECTIONS = 16;

  /** Many clients: their requests are under way at once, whatever becomes of them. */
  private static final int MANY_CONNECTIONS = 3_000;

  /** How long a request waits when all connections are waiting for an answer; then it is lost. */
  private static final Duration UNCONNECTED = Duration.ofMillis(10);

  /** Times the highest rate. */
  private static final List<Integer> WARM_UP = List.of(4, 1, 4, 1);

  private static final List<Integer> OFFERED = List.of(1, 2, 3, 5, 10);

  /** Of its core, so that the load generator has the means to send ten times what it can answer. */
  private static final int PERCENT = 20;

  private static final int MAX_SECONDS = 15;

  private final Workload workload;
  private final Duration window;
  private final Table table =
      new Table(
          "offered",
          "requests/s offered",
          "sent",
          "sent over the peak",
          "2xx/s",
          "goodput/s",
          "of the peak",
          "refused/s",
          "p50 ms",
          "p99 ms",
          "refusals p50 ms",
          "refusals p99 ms");

  private OverloadBenchmark(Workload workload, Duration window) {
    this.workload = workload;
    this.window = window;
  }

  /** Runs it on the browser's page and writes {@code overload.md}. */
  public static void run(
      Layout layout, Results results, Timing timing, Duration window, int bffCore, int otherCore) {
    System.out.println("overload");
    try (Scene scene = Scene.recorded(layout, otherCore, 100);
        Target web = new Starting(layout, scene, bffCore).one(Contender.HARBOR_10, Page.WEB, 0)) {
      new WarmUp(timing, bffCore, otherCore)
          .run(web, scene.productIds(), load -> load.closed(timing.warmUp()));
      Niceness.yieldToOthers();
      OverloadBenchmark benchmark =
          new OverloadBenchmark(web.page().workload(web.port(), scene.productIds()), window);
      benchmark.warmUpRefusals();
      Optional<CpuQuota> quota = CpuQuota.of(PERCENT);
      quota.ifPresent(part -> part.take(web.process()));
      try {
        benchmark.measure(results, quota.isPresent() ? PERCENT : 100);
      } finally {
        quota.ifPresent(
            part -> {
              part.release(web.process());
              part.close();
            });
      }
    }
  }

  private void measure(Results results, int percent) {
    double highest = closed();
    double normal;
    try (LoadGenerator load = new LoadGenerator(workload, FEW_CONNECTIONS)) {
      normal = load.open(highest / 2, window, LoadGenerator.PATIENT).millis(99);
    }
    double peak = highest;
    try (LoadGenerator load = new LoadGenerator(workload, MANY_CONNECTIONS)) {
      accept(load, highest);
      for (int times : OFFERED) {
        double goodput = offer(load, times, highest, peak);
        peak = Math.max(peak, goodput);
      }
    }
    String recovery = recovery(highest, normal);
    System.out.println("  " + recovery);
    results.write(
        "overload.md",
        "# Overload\n\n"
            + results.header(Layout.ONE_CORE_FLAGS)
            + "\nThe browser's page, tracing 10 %%, with %d %% of a core. Highest rate, closed loop: %.0f requests/s. Each load is offered for %d s over the same %,d connections; goodput counts answers 2xx within %d ms of the moment at which the request should have left; a request for which no connection is free within %d ms is not sent: its client waits for an earlier answer. Load generator and core services share the other core, where the core services go first: `sent` says what the generator could do.%n%n"
                .formatted(
                    percent,
                    highest,
                    window.toSeconds(),
                    MANY_CONNECTIONS,
                    PROMPT_MILLIS,
                    UNCONNECTED.toMillis())
            + table
            + "\n"
            + recovery
            + "\n");
  }

  /** The highest rate: answers a second when a few clients ask again at once. */
  private double closed() {
    try (LoadGenerator load = new LoadGenerator(workload, FEW_CONNECTIONS)) {
      return load.closed(window).rate();
    }
  }

  /**
   * What turns requests away is code like any other: slow until it is compiled, and compiled anew
   * when what is usual changes.
   */
  private void warmUpRefusals() {
    double highest = closed();
    for (int times : WARM_UP) {
      try (LoadGenerator load = new LoadGenerator(workload, MANY_CONNECTIONS)) {
        LoadResult warm = load.open(highest * times, window, UNCONNECTED);
        System.out.printf(
            "  warmed up at %dx: %,d answered, %,d refused%n",
            times, warm.succeeded(), warm.refused());
      }
    }
  }

  /** Each connection asks once: what it costs to accept them belongs to no load. */
  private static void accept(LoadGenerator load, double highest) {
    Duration time = Duration.ofMillis((long) (1_000 * MANY_CONNECTIONS / (highest / 2)));
    load.open(highest / 2, time, LoadGenerator.PATIENT);
  }

  private double offer(LoadGenerator load, int times, double highest, double peak) {
    LoadResult result = load.open(highest * times, window, UNCONNECTED);
    double goodput = result.goodput(PROMPT_MILLIS);
    table.row(
        times + "x",
        whole(highest * times),
        Long.toString(result.sent()),
        String.format(Locale.ROOT, "%.1f", result.sent() / result.seconds() / peak),
        whole(result.rate()),
        whole(goodput),
        String.format(Locale.ROOT, "%.0f %%", 100 * goodput / peak),
        whole(result.refused() / result.seconds()),
        String.format(Locale.ROOT, "%.1f", result.millis(50)),
        String.format(Locale.ROOT, "%.1f", result.millis(99)),
        String.format(Locale.ROOT, "%.1f", result.millisOfRefusals(50)),
        String.format(Locale.ROOT, "%.1f", result.millisOfRefusals(99)));
    System.out.printf("  %dx: goodput %.0f/s of %.0f/s offered%n", times, goodput, highest * times);
    return goodput;
  }

  private String recovery(double highest, double normal) {
    try (LoadGenerator load = new LoadGenerator(workload, FEW_CONNECTIONS)) {
      for (int second = 1; second <= MAX_SECONDS; second++) {
        LoadResult result = load.open(highest / 2, Duration.ofSeconds(1), LoadGenerator.PATIENT);
        if (result.millis(99) <= 2 * normal && result.refused() == 0) {
          return "Back to half the highest rate: p99 was normal (at most twice %.1f ms) in second %d."
              .formatted(normal, second);
        }
      }
    }
    return "Back to half the highest rate: p99 was not normal (at most twice %.1f ms) within %d s."
        .formatted(normal, MAX_SECONDS);
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }
}
