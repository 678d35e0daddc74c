package harbor.bench;

import harbor.bench.cache.CacheBenchmark;
import harbor.bench.checkout.CheckoutBenchmark;
import harbor.bench.identity.IdentityBenchmark;
import harbor.bench.process.Affinity;
import harbor.bench.process.Layout;
import harbor.bench.products.Contender;
import harbor.bench.products.CoresMode;
import harbor.bench.products.Page;
import harbor.bench.products.ProductsBenchmark;
import harbor.bench.products.ProductsReport;
import harbor.bench.products.ProductsResult;
import harbor.bench.products.Timing;
import harbor.bench.realtime.FanOutBenchmark;
import harbor.bench.realtime.OverloadBenchmark;
import harbor.bench.report.Results;
import harbor.bench.screens.ScreensBenchmark;
import harbor.kit.runtime.Launcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./harbor bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures what a request costs, in turn with peers written for it.")
public final class BenchMain implements Callable<Integer> {
  private static final int REAL_ROUNDS = 3;

  @Parameters(
      arity = "0..1",
      defaultValue = "all",
      description = "products, fanout, checkout, screens, identity, overload, cache or all.")
  private String what = "all";

  @Option(names = "--quick", description = "A look instead of a result: short windows, one round.")
  private boolean quick;

  @Option(names = "--rounds", description = "Turns of each target; 5, or 1 with --quick.")
  private @Nullable Integer rounds;

  @Option(
      names = "--cores",
      description = "recorded, real or both; both, or recorded with --quick.")
  private @Nullable String cores;

  @Option(
      names = "--only",
      split = ",",
      description = "Some targets of products: ${COMPLETION-CANDIDATES}.")
  private @Nullable List<Contender> only;

  @Option(
      names = "--page",
      split = ",",
      description = "Some pages of products: ${COMPLETION-CANDIDATES}.")
  private @Nullable List<Page> pages;

  @Option(
      names = "--bff-core",
      defaultValue = "1",
      description = "The core of the BFF processes; 1.")
  private int bffCore;

  @Option(names = "--other-core", defaultValue = "0", description = "The core of all else; 0.")
  private int otherCore;

  @Option(names = "--root", hidden = true, required = true)
  private Path root = Path.of(".");

  @Option(names = "--results", description = "Directory of the results; bench/results.")
  private @Nullable Path results;

  @Spec private CommandSpec command = CommandSpec.create();

  private BenchMain() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    Launcher.prepare("bench");
    System.exit(
        new CommandLine(new BenchMain()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() {
    Layout layout = new Layout(root.toAbsolutePath().normalize());
    Results to =
        new Results(
            results == null ? layout.root().resolve("bench/results") : results, commandLine());
    boolean all = what.equals("all");
    if (all || what.equals("products")) {
      products(layout, to);
    }
    Duration window = Duration.ofSeconds(quick ? 3 : 6);
    if (all || what.equals("fanout")) {
      FanOutBenchmark.run(layout, to, window, bffCore, otherCore);
    }
    if (all || what.equals("checkout")) {
      CheckoutBenchmark.run(layout, to, window.multipliedBy(5));
    }
    if (all || what.equals("screens")) {
      ScreensBenchmark.run(layout, to, window.multipliedBy(3));
    }
    if (all || what.equals("identity")) {
      IdentityBenchmark.run(layout, to, window, rounds(10), bffCore, otherCore);
    }
    if (all || what.equals("overload")) {
      OverloadBenchmark.run(layout, to, timing(1), window.multipliedBy(2), bffCore, otherCore);
    }
    if (all || what.equals("cache")) {
      Affinity.runOn(otherCore, bffCore);
      CacheBenchmark.run(to, quick);
    }
    return 0;
  }

  private void products(Layout layout, Results to) {
    List<ProductsResult> done = new ArrayList<>();
    for (CoresMode mode : modes()) {
      int turns = mode == CoresMode.RECORDED ? rounds(5) : Math.min(REAL_ROUNDS, rounds(5));
      done.add(
          new ProductsBenchmark(layout, timing(turns), bffCore, otherCore)
              .run(
                  mode,
                  only == null ? List.of(Contender.values()) : only,
                  pages == null ? List.of(Page.values()) : pages));
      ProductsReport.write(to, done);
    }
  }

  private Timing timing(int turns) {
    return quick ? Timing.quick(turns) : Timing.full(turns);
  }

  private List<CoresMode> modes() {
    String word = cores == null ? (quick ? "recorded" : "both") : cores;
    return switch (word) {
      case "both" -> List.of(CoresMode.RECORDED, CoresMode.REAL);
      case "recorded" -> List.of(CoresMode.RECORDED);
      case "real" -> List.of(CoresMode.REAL);
      default ->
          throw new IllegalArgumentException(
              "--cores: " + word + " (expected: recorded, real or both)");
    };
  }

  private int rounds(int full) {
    return rounds == null ? (quick ? 1 : full) : rounds;
  }

  /** As it was given, but for where things are on this machine. */
  private String commandLine() {
    String arguments = String.join(" ", command.commandLine().getParseResult().originalArgs());
    return "./harbor bench " + arguments.replaceAll(" ?--(root|results)[ =]\\S+", "").strip();
  }
}
