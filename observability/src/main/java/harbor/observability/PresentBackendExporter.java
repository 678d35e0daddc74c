package harbor.observability;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/**
 * The configured exporter while there is a backend; without one, spans that were still queued are
 * dropped. Tells the backend how each export went.
 */
final class PresentBackendExporter implements SpanExporter {
  private final TraceBackend backend;
  private final SpanExporter configured;

  PresentBackendExporter(TraceBackend backend, SpanExporter configured) {
    this.backend = backend;
    this.configured = configured;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    if (!backend.isPresent()) {
      return CompletableResultCode.ofSuccess();
    }
    CompletableResultCode result = configured.export(spans);
    return result.whenComplete(
        () -> {
          if (result.isSuccess()) {
            backend.accepted();
          } else {
            backend.refused(result.getFailureThrowable());
          }
        });
  }

  @Override
  public CompletableResultCode flush() {
    return configured.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return configured.shutdown();
  }

  @Override
  public String toString() {
    return "PresentBackendExporter(" + configured + ')';
  }
}
