package harbor.bench.products;

import harbor.bench.report.Spread;
import java.util.List;
import java.util.Optional;

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

  /** How many times the CPU of another one a contender uses; empty when one of them is missing. */
  Optional<Double> ratio(Page page, Contender contender, Contender other) {
    return of(page, contender)
        .map(Series::cpu)
        .map(Spread::median)
        .flatMap(cpu -> of(page, other).map(base -> cpu / base.cpu().median()));
  }
}
