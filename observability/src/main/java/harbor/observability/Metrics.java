package harbor.observability;

import io.grpc.ClientInterceptor;
import io.grpc.ServerInterceptor;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingClientInterceptor;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingServerInterceptor;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/** The metrics of one process, each with the tag {@code service}. */
final class Metrics implements AutoCloseable {
  /** Bounds of a latency histogram: 1 ms to 5 s, close where deadlines are. */
  private static final Duration[] BUCKETS =
      LongStream.of(1, 2, 5, 10, 20, 35, 50, 80, 100, 150, 200, 300, 500, 1000, 2000, 5000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmMetrics jvm;

  Metrics(String service) {
    // Micrometer's gRPC metrics call the gRPC service "service" too, and would win.
    registry.config().meterFilter(MeterFilter.renameTag("grpc.", "service", "rpc.service"));
    registry.config().commonTags("service", service);
    jvm = new JvmMetrics(registry);
  }

  PrometheusMeterRegistry registry() {
    return registry;
  }

  ServerInterceptor grpcServer() {
    return new MetricCollectingServerInterceptor(
        registry, UnaryOperator.identity(), Metrics::withBuckets);
  }

  ClientInterceptor grpcClient() {
    return new MetricCollectingClientInterceptor(
        registry, UnaryOperator.identity(), Metrics::withBuckets);
  }

  static Timer.Builder withBuckets(Timer.Builder timer) {
    return timer.serviceLevelObjectives(BUCKETS);
  }

  @Override
  public void close() {
    jvm.close();
    registry.close();
  }
}
