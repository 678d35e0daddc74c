package harbor.bench.products;

import harbor.bench.report.Spread;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** All samples of one target. */
record Series(Contender contender, Page page, double perSecond, List<Sample> samples) {
  private static final long FEW = 1_000;

  Series {
    samples = List.copyOf(samples);
  }

  Spread of(ToDoubleFunction<Sample> figure) {
    return Spread.of(samples.stream().map(figure::applyAsDouble).toList());
  }

  Spread cpu() {
    return of(Sample::cpu);
  }

  /** Whether so few requests failed that what the others cost means something. */
  boolean isSound() {
    return faulty() * FEW <= samples.stream().mapToLong(Sample::asked).sum();
  }

  long faulty() {
    return samples.stream().mapToLong(Sample::faulty).sum();
  }
}
