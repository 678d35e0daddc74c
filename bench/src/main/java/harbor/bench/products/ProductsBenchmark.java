package harbor.bench.products;

import harbor.bench.cores.Scene;
import harbor.bench.load.LoadGenerator;
import harbor.bench.load.LoadResult;
import harbor.bench.process.Allocation;
import harbor.bench.process.Layout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures every contender on both pages: all processes are started and warmed up, then they take
 * turns, round after round, so that whatever the machine does meanwhile happens to all of them.
 */
public final class ProductsBenchmark {
  private final Layout layout;
  private final Timing timing;
  private final int bffCore;
  private final int otherCore;

  /**
   * On these cores.
   *
   * @param bffCore for the BFF processes alone
   * @param otherCore for all else; where this process itself runs
   */
  public ProductsBenchmark(Layout layout, Timing timing, int bffCore, int otherCore) {
    this.layout = layout;
    this.timing = timing;
    this.bffCore = bffCore;
    this.otherCore = otherCore;
  }

  /** Runs it with these core services. */
  public ProductsResult run(CoresMode mode, List<Contender> contenders, List<Page> pages) {
    System.out.println("products, " + mode.word() + " core services");
    Map<Target, Allocation> allocations = new HashMap<>();
    List<Target> targets = List.of();
    try (Scene scene = scene(mode)) {
      targets = new Starting(layout, scene, bffCore).all(contenders, pages);
      for (Target target : targets) {
        // Before it is warm: the agent's classes make the compiler think again.
        if (target.contender().isJvm()) {
          allocations.put(target, Allocation.of(target.process().pid()));
        }
        new WarmUp(timing, bffCore, otherCore)
            .run(target, scene.productIds(), load -> warmUpWindow(load, target, mode));
      }
      Map<Target, List<Sample>> samples = new LinkedHashMap<>();
      for (int round = 1; round <= timing.rounds(); round++) {
        for (Target target : targets) {
          Sample sample = turn(target, mode, scene.productIds(), allocations.get(target));
          samples.computeIfAbsent(target, _ -> new ArrayList<>()).add(sample);
          System.out.printf(
              "  round %d  %-32s %8.1f ms CPU/1,000 (%.0f %% compiling)  %7.0f/s  p99 %.2f ms%s%n",
              round,
              target,
              sample.cpu(),
              sample.compiling() * 100,
              sample.rate(),
              sample.p99(),
              sample.faulty() == 0 ? "" : "  not whole: " + sample.faulty());
        }
      }
      List<Series> series = new ArrayList<>();
      samples.forEach(
          (target, taken) ->
              series.add(
                  new Series(target.contender(), target.page(), mode.perSecond(target), taken)));
      return new ProductsResult(mode, timing, series);
    } finally {
      allocations.values().forEach(Allocation::close);
      targets.forEach(Target::close);
    }
  }

  private Scene scene(CoresMode mode) {
    return switch (mode) {
      case RECORDED -> Scene.recorded(layout, otherCore, timing.products());
      case REAL -> Scene.real(layout, otherCore, timing.products());
    };
  }

  private Sample turn(
      Target target, CoresMode mode, List<String> ids, @Nullable Allocation allocation) {
    // With the real core services it would be their highest rate, not the BFF's.
    Duration closed = mode == CoresMode.RECORDED ? timing.closed() : Duration.ZERO;
    return new Turn(mode.perSecond(target), timing.open(), closed).take(target, ids, allocation);
  }

  private LoadResult warmUpWindow(LoadGenerator load, Target target, CoresMode mode) {
    return switch (mode) {
      case RECORDED -> load.closed(timing.warmUp());
      case REAL -> load.open(mode.perSecond(target) * 2, timing.warmUp(), LoadGenerator.PATIENT);
    };
  }
}
