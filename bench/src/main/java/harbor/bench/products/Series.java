package harbor.bench.products;

import harbor.bench.report.Spread;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** All samples of one target. */
record Series(Contender contender, Page page, double perSecond, List<Sample> samples) {
  Series {
    samples = List.copyOf(samples);
  }

  Spread of(ToDoubleFunction<Sample> figure) {
    return Spread.of(samples.stream().map(figure::applyAsDouble).toList());
  }

  Spread cpu() {
    return of(Sample::cpu);
  }

  long faulty() {
    return samples.stream().mapToLong(Sample::faulty).sum();
  }
}
