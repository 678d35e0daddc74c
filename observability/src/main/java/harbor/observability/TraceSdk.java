package harbor.observability;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The OpenTelemetry SDK of one process, from {@code OTEL_*}; traces only. */
final class TraceSdk implements AutoCloseable {
  private static final Duration FLUSH = Duration.ofSeconds(2);

  // Held strongly, as java.util.logging forgets a logger that nobody holds. TraceBackend says once
  // what the exporter would say again and again.
  private static final Logger EXPORTER_LOG = Logger.getLogger("io.opentelemetry.exporter");

  private final OpenTelemetrySdk sdk;
  private final @Nullable InetSocketAddress backend;

  private TraceSdk(OpenTelemetrySdk sdk, @Nullable InetSocketAddress backend) {
    this.sdk = sdk;
    this.backend = backend;
  }

  /**
   * @param file what keeps spans while no backend takes them
   * @param dropped counts those that nobody got
   */
  static TraceSdk start(
      String serviceName,
      Map<String, String> environment,
      @Nullable TraceFile file,
      DroppedSpans dropped) {
    if (isOff(environment)) {
      return new TraceSdk(
          sdk(SdkTracerProvider.builder().setSampler(Sampler.alwaysOff()).build()), null);
    }
    EXPORTER_LOG.setLevel(Level.OFF);
    return new Starting(file, dropped).start(properties(serviceName, environment));
  }

  /** Every span, at once and in the calling thread, to {@code exporter}. */
  static TraceSdk recording(String serviceName, SpanExporter exporter) {
    return new TraceSdk(
        sdk(
            SdkTracerProvider.builder()
                .setSampler(new EdgeSampler(Sampler.parentBased(Sampler.alwaysOn())))
                .setResource(
                    Resource.create(Attributes.builder().put("service.name", serviceName).build()))
                .addSpanProcessor(new CancelledStatements())
                .addSpanProcessor(SimpleSpanProcessor.create(new StatementSpans(exporter)))
                .build()),
        null);
  }

  OpenTelemetry openTelemetry() {
    return sdk;
  }

  @Override
  public void close() {
    var _ = sdk.shutdown().join(FLUSH.toMillis(), TimeUnit.MILLISECONDS);
    if (backend != null) {
      TraceBackends.close(backend);
    }
  }

  /** Switched off: nothing is recorded and no thread started, but spans still have ids. */
  private static boolean isOff(Map<String, String> environment) {
    return "true".equalsIgnoreCase(environment.get("OTEL_SDK_DISABLED"))
        || "none".equals(environment.get("OTEL_TRACES_EXPORTER"));
  }

  private static OpenTelemetrySdk sdk(SdkTracerProvider tracerProvider) {
    return OpenTelemetrySdk.builder()
        .setTracerProvider(tracerProvider)
        .setPropagators(ContextPropagators.create(new TraceContextHeaders()))
        .build();
  }

  private static Map<String, String> properties(
      String serviceName, Map<String, String> environment) {
    Map<String, String> properties = new HashMap<>();
    properties.put("otel.service.name", serviceName);
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("OTEL_") && !value.isBlank()) {
            properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    properties.put("otel.sdk.disabled", "false");
    properties.put("otel.propagators", "tracecontext");
    properties.put("otel.metrics.exporter", "none");
    properties.put("otel.logs.exporter", "none");
    return properties;
  }

  /** Puts the backend's presence before the configured sampler and exporter. */
  private static final class Starting {
    private final @Nullable TraceFile file;
    private final DroppedSpans dropped;
    private @Nullable InetSocketAddress address;
    private @Nullable TraceBackend backend;

    Starting(@Nullable TraceFile file, DroppedSpans dropped) {
      this.file = file;
      this.dropped = dropped;
    }

    TraceSdk start(Map<String, String> properties) {
      try {
        OpenTelemetrySdk sdk =
            AutoConfiguredOpenTelemetrySdk.builder()
                .disableShutdownHook()
                .addPropertiesCustomizer(config -> properties)
                .addPropagatorCustomizer((_, _) -> new TraceContextHeaders())
                .addTracerProviderCustomizer(
                    (tracers, _) -> tracers.addSpanProcessor(new CancelledStatements()))
                .addMeterProviderCustomizer((meters, _) -> meters.registerMetricReader(dropped))
                .addSamplerCustomizer(
                    (sampler, config) -> {
                      Sampler edge = new EdgeSampler(sampler);
                      TraceBackend gate = backend(config);
                      return gate == null || file != null
                          ? edge
                          : new PresentBackendSampler(gate, edge);
                    })
                .addSpanExporterCustomizer(
                    (exporter, config) -> {
                      SpanExporter discreet = new StatementSpans(exporter);
                      TraceBackend gate = backend(config);
                      return gate == null
                          ? discreet
                          : new PresentBackendExporter(gate, discreet, file, dropped);
                    })
                .build()
                .getOpenTelemetrySdk();
        return new TraceSdk(sdk, address);
      } catch (RuntimeException e) {
        if (address != null) {
          TraceBackends.close(address);
        }
        throw e;
      }
    }

    /** Only OTLP has a backend that may be missing; any other exporter is taken as it is. */
    private @Nullable TraceBackend backend(ConfigProperties config) {
      if (backend == null && config.getString("otel.traces.exporter", "otlp").equals("otlp")) {
        address = OtlpEndpoint.of(config);
        backend = TraceBackends.open(address);
      }
      return backend;
    }
  }
}
