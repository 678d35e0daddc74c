package harbor.bench.cache;

import harbor.bench.process.Layout;
import harbor.bench.report.Results;
import harbor.bench.report.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** What a hit in a cache costs: nanoseconds and bytes, by JMH. */
public final class CacheBenchmark {
  private static final int FORKS = 3;
  private static final int ITERATIONS = 5;
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private CacheBenchmark() {}

  /** Runs it and writes {@code cache-hits.md}. */
  public static void run(Results results, boolean isQuick) {
    System.out.println("cache");
    Table table = new Table("what", "threads", "ns", "least", "most", "bytes");
    for (int threads : List.of(1, 2)) {
      measured(threads, isQuick).forEach(result -> row(table, threads, result));
    }
    results.write(
        "cache-hits.md",
        "# A hit in a cache\n\n"
            + results.header(Layout.FLAGS)
            + """

            %d products of about 1.4 KB in turn, fresh for an hour, so that nothing is loaded; JMH, %d forks of %d iterations of a second; median over
            iterations, least and most beside it, and what is allocated. `readCache` is `ReadCache.get` in the context of a plan's call, `caffeine` is
            `getIfPresent` alone; `draw` and `clock` are parts of the former.

            """
                .formatted(CachedProducts.PRODUCTS, forks(isQuick), ITERATIONS)
            + table);
  }

  private static Collection<RunResult> measured(int threads, boolean isQuick) {
    List<String> flags = new ArrayList<>(Layout.FLAGS);
    flags.add("--enable-native-access=ALL-UNNAMED");
    flags.add("--sun-misc-unsafe-memory-access=allow");
    try {
      return new Runner(
              new OptionsBuilder()
                  .include(CacheHits.class.getName() + "\\..*")
                  .threads(threads)
                  .forks(forks(isQuick))
                  .warmupIterations(3)
                  .warmupTime(TimeValue.seconds(1))
                  .measurementIterations(ITERATIONS)
                  .measurementTime(TimeValue.seconds(1))
                  .addProfiler(GCProfiler.class)
                  .jvmArgs(flags.toArray(String[]::new))
                  .build())
          .run();
    } catch (RunnerException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int forks(boolean isQuick) {
    return isQuick ? 1 : FORKS;
  }

  private static void row(Table table, int threads, RunResult result) {
    var nanos = result.getPrimaryResult().getStatistics();
    Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
    table.row(
        result.getPrimaryResult().getLabel(),
        Integer.toString(threads),
        figure(nanos.getPercentile(50)),
        figure(nanos.getMin()),
        figure(nanos.getMax()),
        allocated == null ? "-" : String.format(Locale.ROOT, "%.0f", allocated.getScore()));
  }

  private static String figure(double nanos) {
    return String.format(Locale.ROOT, "%.1f", nanos);
  }
}
