package harbor.bench.products;

import harbor.bench.process.Layout;
import harbor.bench.report.Bars;
import harbor.bench.report.Results;
import harbor.bench.report.Spread;
import harbor.bench.report.Table;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** {@code products.md} and {@code products.svg}. */
public final class ProductsReport {
  private static final double SATURATED = 0.93;

  private ProductsReport() {}

  /** Writes both; the picture shows the first result. */
  public static void write(Results results, List<ProductsResult> all) {
    StringBuilder text =
        new StringBuilder("# Product pages\n\n").append(results.header(Layout.ONE_CORE_FLAGS));
    for (ProductsResult result : all) {
      text.append(section(result));
    }
    results.write("products.md", text.toString());
    results.write("products.svg", picture(all.getFirst()));
  }

  private static String section(ProductsResult result) {
    StringBuilder text = new StringBuilder();
    Timing timing = result.timing();
    text.append("\n## With %s core services%n%n".formatted(result.mode().word()))
        .append(
            "%d rounds in turn after windows of warm-up of %d s each, on both cores and then on its own, until the target got no quicker and its compiler came to rest (%d times each at most); windows of %.1f s (open loop) and %s (closed loop); %d connections; median (least..most).%n"
                .formatted(
                    timing.rounds(),
                    timing.warmUp().toSeconds(),
                    timing.maxWarmUps(),
                    timing.open().toMillis() / 1000.0,
                    result.mode() == CoresMode.RECORDED
                        ? timing.closed().toMillis() / 1000.0 + " s"
                        : "none: it would be the core services' highest rate",
                    Turn.CONNECTIONS));
    for (Page page : Page.values()) {
      if (!result.on(page).isEmpty()) {
        text.append("\n### ").append(page.title()).append("\n\n").append(figures(result, page));
      }
    }
    return text.append("\n### Ratios of CPU per request\n\n")
        .append(
            "Of the two windows of each round; the median of the rounds (least..most). Last the"
                + " same for bare calls: what is left when a page makes its calls and nothing"
                + " else.\n\n")
        .append(ratios(result))
        .toString();
  }

  private static Table figures(ProductsResult result, Page page) {
    Table table =
        new Table(
            "target",
            "CPU ms per 1,000",
            "of it compiling",
            "heap KiB a request",
            "highest requests/s",
            "p50 ms",
            "p99 ms",
            "at requests/s",
            "RSS MiB",
            "not whole");
    for (Series series : result.on(page)) {
      table.row(
          series.contender().title(),
          series.cpu().text(1),
          compiling(series),
          series.of(Sample::heap).brief(1),
          highest(series),
          series.of(Sample::p50).text(2),
          series.of(Sample::p99).text(2),
          String.format(Locale.ROOT, "%.0f", series.perSecond()),
          series.of(Sample::rss).brief(0),
          Long.toString(series.faulty()));
    }
    return table;
  }

  private static String compiling(Series series) {
    return series.contender().isJvm()
        ? String.format(Locale.ROOT, "%.0f %%", series.of(Sample::compiling).median() * 100)
        : "";
  }

  /** A target that did not fill its core was held up by what shares the other one. */
  private static String highest(Series series) {
    Spread rate = series.of(Sample::rate);
    return series.of(Sample::share).median() < SATURATED
        ? "at least " + rate.text(0)
        : rate.text(0);
  }

  private static Table ratios(ProductsResult result) {
    Table table = new Table("page", "of", "to", "measured", "target", "", "bare calls");
    for (Goal goal : Goal.ALL) {
      result
          .ratio(goal.page(), goal.contender(), goal.other())
          .ifPresent(
              ratio ->
                  table.row(
                      goal.page().name().toLowerCase(Locale.ROOT),
                      goal.contender().title(),
                      goal.other().title(),
                      ratio.text(2),
                      String.format(Locale.ROOT, "at most %.3f", goal.max()),
                      verdict(result, goal, ratio.median()),
                      bareCalls(result, goal)));
    }
    return table;
  }

  /**
   * What the libraries alone would reach; nothing where Harbor is compared with itself, or too many
   * were not whole.
   */
  private static String bareCalls(ProductsResult result, Goal goal) {
    return goal.other().isHarbor()
        ? ""
        : result
            .of(goal.page(), Contender.BARE_CALLS)
            .filter(Series::isSound)
            .flatMap(bare -> result.ratio(goal.page(), Contender.BARE_CALLS, goal.other()))
            .map(ratio -> ratio.text(2))
            .orElse("");
  }

  /** More than one request in a thousand that failed makes the ratio worthless. */
  private static String verdict(ProductsResult result, Goal goal, double ratio) {
    boolean sound =
        Stream.of(goal.contender(), goal.other())
            .allMatch(each -> result.of(goal.page(), each).orElseThrow().isSound());
    if (!sound) {
      return "**not valid: too many not whole**";
    }
    return ratio <= goal.max() ? "met" : "**missed**";
  }

  private static String picture(ProductsResult result) {
    Bars bars =
        new Bars(
            "CPU-milliseconds of the BFF process per 1,000 requests ("
                + result.mode().word()
                + " core services)");
    for (Page page : Page.values()) {
      if (!result.on(page).isEmpty()) {
        bars.group(
            page.title(),
            result.on(page).stream()
                .map(
                    series ->
                        new Bars.Bar(
                            series.contender().title(), series.cpu(), colour(series.contender())))
                .toList());
      }
    }
    return bars.svg();
  }

  private static String colour(Contender contender) {
    return switch (contender) {
      case HARBOR, HARBOR_10, HARBOR_100 -> "#1f6f8b";
      case FLOOR, BARE_CALLS -> "#9aa5ab";
      case ARMERIA, SPRING, EXPRESS -> "#d08c60";
    };
  }
}
