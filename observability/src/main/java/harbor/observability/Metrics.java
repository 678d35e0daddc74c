package harbor.observability;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** The metrics of one process, each with the tag {@code service}. */
final class Metrics implements AutoCloseable {
  /** What is timed as a histogram: calls and answers, which have deadlines and objectives. */
  private static final Set<String> HISTOGRAMS = Set.of("http.", "grpc.", "harbor.");

  /** Bounds of a histogram in nanoseconds: 1 ms to 5 s, close where deadlines are. */
  private static final double[] BUCKETS =
      LongStream.of(1, 2, 5, 10, 20, 35, 50, 80, 100, 150, 200, 300, 500, 1000, 2000, 5000)
          .mapToDouble(TimeUnit.MILLISECONDS::toNanos)
          .toArray();

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmMetrics jvm;

  Metrics(String service) {
    // Micrometer's gRPC metrics call the gRPC service "service" too, and would win.
    registry.config().meterFilter(MeterFilter.renameTag("grpc.", "service", "rpc.service"));
    registry.config().commonTags("service", service);
    registry.config().meterFilter(new Histograms());
    jvm = new JvmMetrics(registry);
  }

  PrometheusMeterRegistry registry() {
    return registry;
  }

  @Override
  public void close() {
    jvm.close();
    registry.close();
  }

  private static final class Histograms implements MeterFilter {
    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
      return id.getType() == Meter.Type.TIMER
              && HISTOGRAMS.stream().anyMatch(id.getName()::startsWith)
          ? DistributionStatisticConfig.builder()
              .serviceLevelObjectives(BUCKETS)
              .build()
              .merge(config)
          : config;
    }
  }
}
