package harbor.observability;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.binder.system.DiskSpaceMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one service, each with the tag {@code service}; those of the JVM, which may run
 * several, have the process's name there.
 */
final class Metrics implements AutoCloseable {
  /** What is timed as a histogram: calls and answers, which have deadlines and objectives. */
  private static final Set<String> HISTOGRAMS = Set.of("http.", "grpc.", "harbor.");

  /** Bounds of a histogram in nanoseconds: 1 ms to 5 s, close where deadlines are. */
  private static final double[] BUCKETS =
      LongStream.of(1, 2, 5, 10, 20, 35, 50, 80, 100, 150, 200, 300, 500, 1000, 2000, 5000)
          .mapToDouble(TimeUnit.MILLISECONDS::toNanos)
          .toArray();

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(
          new BucketExemplars(), new PrometheusRegistry(), Clock.SYSTEM, new CurrentSpan());
  private final PrometheusMeterRegistry processRegistry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmMetrics jvm;

  Metrics(String service, String process) {
    // Micrometer's gRPC metrics call the gRPC service "service" too, and would win.
    registry.config().meterFilter(MeterFilter.renameTag("grpc.", "service", "rpc.service"));
    registry.config().commonTags("service", service);
    registry.config().meterFilter(new Histograms());
    processRegistry.config().commonTags("service", process);
    jvm = new JvmMetrics(processRegistry);
  }

  /** How much room there is where a directory is. */
  void measureDiskOf(Path directory) {
    new DiskSpaceMetrics(directory.toFile()).bindTo(processRegistry);
  }

  /** When the first certificate of a file ends. */
  void measureCertificate(String file, DoubleSupplier end) {
    Gauge.builder("harbor.certificate.expires.seconds", end, DoubleSupplier::getAsDouble)
        .description("When the first certificate of a file ends, in seconds since 1970")
        .tag("file", file)
        .strongReference(true)
        .register(registry);
  }

  PrometheusMeterRegistry registry() {
    return registry;
  }

  String scrape(MetricsFormat format) {
    String own = registry.scrape(format.contentType());
    String process = processRegistry.scrape(format.contentType());
    return own.endsWith(MetricsFormat.END)
        ? own.substring(0, own.length() - MetricsFormat.END.length()) + process
        : own + process;
  }

  @Override
  public void close() {
    jvm.close();
    processRegistry.close();
    registry.close();
  }

  /** OpenMetrics 1.0 allows exemplars of buckets and counters alone; Micrometer writes more. */
  private static final class BucketExemplars implements PrometheusConfig {
    @Override
    public @Nullable String get(String key) {
      return null;
    }

    @Override
    public Properties prometheusProperties() {
      return new Properties();
    }
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
