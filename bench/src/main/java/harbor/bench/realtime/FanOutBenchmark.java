package harbor.bench.realtime;

import harbor.bench.cores.Scene;
import harbor.bench.load.LoadGenerator;
import harbor.bench.load.LoadResult;
import harbor.bench.process.Layout;
import harbor.bench.products.Contender;
import harbor.bench.products.Page;
import harbor.bench.products.Starting;
import harbor.bench.products.Target;
import harbor.bench.report.Results;
import harbor.bench.report.Table;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How long a page takes when services are slow: as long as the slowest of them, not their sum; when
 * an optional one hangs, its deadline and no more.
 */
public final class FanOutBenchmark {
  private static final double PER_SECOND = 50;
  private static final int CONNECTIONS = 64;
  private static final long SLOW_MILLIS = 80;
  private static final List<String> THREE =
      List.of("CatalogService", "InventoryService", "ReviewsService");

  private final Scene scene;
  private final Duration window;
  private final Table table =
      new Table("case", "page", "p50 ms", "p99 ms", "most ms", "answered 2xx", "degraded");

  private FanOutBenchmark(Scene scene, Duration window) {
    this.scene = scene;
    this.window = window;
  }

  /** Runs it and writes {@code fanout.md}. */
  public static void run(
      Layout layout, Results results, Duration window, int bffCore, int otherCore) {
    System.out.println("fanout");
    try (Scene scene = Scene.recorded(layout, otherCore, 100)) {
      Starting starting = new Starting(layout, scene, bffCore);
      try (Target mobile = starting.one(Contender.HARBOR_10, Page.MOBILE, 0);
          Target web = starting.one(Contender.HARBOR_10, Page.WEB, 0)) {
        new FanOutBenchmark(scene, window).cases(mobile, web, results);
      }
    }
  }

  private void cases(Target mobile, Target web, Results results) {
    List.of(mobile, web).forEach(this::warmUp);
    measure("all services at once", mobile);
    measure("all services at once", web);
    THREE.forEach(service -> scene.delay(service, SLOW_MILLIS));
    measure("three services after 80 ms each", web);
    THREE.forEach(service -> scene.delay(service, 0));
    scene.delay("InventoryService", -1);
    measure("inventory hangs (deadline 80 ms)", mobile);
    measure("inventory hangs (deadline 150 ms)", web);
    scene.delay("InventoryService", 0);
    results.write(
        "fanout.md",
        "# Slow services\n\n"
            + results.header(Layout.ONE_CORE_FLAGS)
            + "\nOpen loop, %.0f requests a second for %d s each, after a warm-up. The phone's optional calls have deadlines of 80 ms themselves, so the case of 80 ms is on the browser's page.%n%n"
                .formatted(PER_SECOND, window.toSeconds())
            + table);
  }

  private void warmUp(Target target) {
    try (LoadGenerator load =
        new LoadGenerator(target.page().workload(target.port(), scene.productIds()), 16)) {
      LoadResult _ = load.closed(window.multipliedBy(2));
    }
  }

  private void measure(String name, Target target) {
    try (LoadGenerator load =
        new LoadGenerator(target.page().workload(target.port(), scene.productIds()), CONNECTIONS)) {
      LoadResult result = load.open(PER_SECOND, window, LoadGenerator.PATIENT);
      table.row(
          name,
          target.page().name().toLowerCase(Locale.ROOT),
          millis(result.millis(50)),
          millis(result.millis(99)),
          millis(result.millis(100)),
          Long.toString(result.succeeded()),
          Long.toString(result.degraded()));
      System.out.printf("  %-36s %s: p50 %.1f ms%n", name, target, result.millis(50));
    }
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
