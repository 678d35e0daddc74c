package harbor.bench.products;

import harbor.bench.report.Spread;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a run of the benchmark gave with one kind of core services. */
public record ProductsResult(CoresMode mode, Timing timing, List<Series> series) {
  /** Copies the list. */
  public ProductsResult {
    series = List.copyOf(series);
  }

  List<Series> on(Page page) {
    return series.stream().filter(each -> each.page() == page).toList();
  }

  Optional<Series> of(Page page, Contender contender) {
    return on(page).stream().filter(each -> each.contender() == contender).findFirst();
  }

  /**
   * How many times the CPU of another one a contender uses, round by round: two that were measured
   * one soon after the other found the machine alike. Empty when one of them is missing.
   */
  Optional<Spread> ratio(Page page, Contender contender, Contender other) {
    return of(page, contender)
        .flatMap(one -> of(page, other).map(base -> ratio(one.samples(), base.samples())));
  }

  private static Spread ratio(List<Sample> ones, List<Sample> bases) {
    return Spread.of(
        IntStream.range(0, ones.size())
            .mapToObj(round -> ones.get(round).cpu() / bases.get(round).cpu())
            .toList());
  }
}
