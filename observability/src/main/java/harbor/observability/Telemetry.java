package harbor.observability;

import com.linecorp.armeria.server.HttpService;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptor;
import io.grpc.ServerInterceptor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingClientInterceptor;
import io.micrometer.core.instrument.binder.grpc.MetricCollectingServerInterceptor;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The telemetry of one process: traces as {@code OTEL_*} says, metrics for Prometheus. Nothing is
 * global, so processes that share a JVM have one each. Thread-safe.
 *
 * <p>Armeria is needed for the two HTTP hooks only; without it the rest works.
 */
public final class Telemetry implements AutoCloseable {
  /** What a caller notes on the span of a gRPC call just before the span ends. */
  public static final CallOptions.Key<@Nullable SpanNotes> SPAN_NOTES =
      CallOptions.Key.create("harbor-span-notes");

  private final TraceSdk traces;
  private final Metrics metrics;

  private Telemetry(TraceSdk traces, Metrics metrics) {
    this.traces = traces;
    this.metrics = metrics;
  }

  /**
   * Starts the telemetry of a process.
   *
   * <p>{@code OTEL_*} is read as OpenTelemetry defines it, except for: the default protocol is gRPC
   * to {@code http://localhost:4317}; the only propagator is W3C trace context; metrics and logs
   * are not sent by OTLP; {@code OTEL_SDK_DISABLED=true} and {@code OTEL_TRACES_EXPORTER=none} stop
   * recording and sending, but traces keep their ids. Unless there is a backend that accepts a TCP
   * connection nothing is recorded; one that appears later is noticed within seconds.
   *
   * @param serviceName the resource's {@code service.name} and the metrics' tag {@code service},
   *     unless {@code environment} has {@code OTEL_SERVICE_NAME}: who starts several processes in
   *     one JVM leaves that out
   * @param environment environment variables
   * @throws io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException when a value is bad
   */
  public static Telemetry start(String serviceName, Map<String, String> environment) {
    String name = environment.getOrDefault("OTEL_SERVICE_NAME", "");
    return start(serviceName, name.isBlank() ? serviceName : name, environment, null);
  }

  /**
   * Starts the telemetry of one of several services in a process.
   *
   * @param process what the metrics of the JVM have as their tag {@code service}
   * @param file what keeps spans while no backend takes them; without it none are recorded then
   */
  public static Telemetry start(
      String serviceName,
      String process,
      Map<String, String> environment,
      @Nullable TraceFile file) {
    String given = environment.getOrDefault("OTEL_SERVICE_NAME", "");
    String name = given.isBlank() ? serviceName : given;
    Metrics metrics = new Metrics(name, process);
    try {
      return new Telemetry(
          TraceSdk.start(name, environment, file, new DroppedSpans(metrics.registry())), metrics);
    } catch (RuntimeException e) {
      metrics.close();
      throw e;
    }
  }

  /** For tests: every span goes to {@code exporter} at once, in the thread that ends it. */
  public static Telemetry recording(String serviceName, SpanExporter exporter) {
    return new Telemetry(
        TraceSdk.recording(serviceName, exporter), new Metrics(serviceName, serviceName));
  }

  /** For kits that name a span of their own or add an attribute. */
  public OpenTelemetry openTelemetry() {
    return traces.openTelemetry();
  }

  /**
   * A SERVER span for each call, named {@code package.Service/Method}; it is current in every
   * callback of the call. To be the outermost interceptor.
   */
  public ServerInterceptor grpcServerTracing() {
    return new GrpcServerTracing(openTelemetry());
  }

  /**
   * A CLIENT span for each call, named {@code package.Service/Method}, below the span that is
   * current when the call starts; the trace context goes into the call's headers. Retries and
   * hedges within the call make no spans of their own.
   */
  public ClientInterceptor grpcClientTracing() {
    return new GrpcClientTracing(openTelemetry());
  }

  /**
   * A SERVER span for each HTTP request, named like {@code GET /mobile/v1/products/{id}}, below the
   * client's {@code traceparent}, of which only a yes to sampling is believed; baggage is not taken
   * in. The span's context is {@link TraceContext#of}, and is current wherever Armeria's request
   * context is.
   */
  public Function<? super HttpService, ? extends HttpService> httpServerTracing() {
    return HttpServerTracing.decorator(openTelemetry());
  }

  /**
   * Times each HTTP request by method, route and status, and counts the answers that failed or were
   * degraded. Event streams and long polls are apart, see {@link LongAnswer}.
   */
  public Function<? super HttpService, ? extends HttpService> httpServerMetrics() {
    return HttpServerMetrics.decorator(metrics());
  }

  /** Counts and times each call that this process answers. */
  public ServerInterceptor grpcServerMetrics() {
    return new MetricCollectingServerInterceptor(metrics());
  }

  /** Counts and times each call that this process makes. */
  public ClientInterceptor grpcClientMetrics() {
    return new MetricCollectingClientInterceptor(metrics());
  }

  /**
   * A CLIENT span for each statement, with its text but no literal and no parameter of it. Only a
   * connection that is taken while a recorded span is current makes spans; taking it makes none.
   */
  public DataSource traced(DataSource dataSource) {
    return new TracedDataSource(dataSource, openTelemetry());
  }

  /**
   * The process's metrics; each gets the tag {@code service}. A timer whose name starts with {@code
   * harbor.} is a histogram from 1 ms to 5 s.
   */
  public MeterRegistry metrics() {
    return metrics.registry();
  }

  /**
   * Adds a metric of when a certificate ends.
   *
   * @param file what its file is for, one of few words
   * @param end in seconds since 1970; asked for each page of metrics
   */
  public void measureCertificate(String file, DoubleSupplier end) {
    metrics.measureCertificate(file, end);
  }

  /** Adds metrics of the room that there is where the process keeps its data. */
  public void measureDiskOf(Path directory) {
    metrics.measureDiskOf(directory);
  }

  /**
   * The metrics in Prometheus' text format. Those of the JVM are in the first telemetry of the JVM
   * only.
   */
  public String scrape() {
    return scrape(MetricsFormat.TEXT);
  }

  /** The same in one of the formats. */
  public String scrape(MetricsFormat format) {
    return metrics.scrape(format);
  }

  /** Sends what is recorded, for at most 2 s, and stops. */
  @Override
  public void close() {
    traces.close();
    metrics.close();
  }
}
