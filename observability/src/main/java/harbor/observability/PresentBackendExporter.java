package harbor.observability;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The configured exporter while there is a backend; without one, spans go to the file that keeps
 * them; without that, those still queued are dropped. Tells the backend how each export went.
 */
final class PresentBackendExporter implements SpanExporter {
  private final TraceBackend backend;
  private final SpanExporter configured;
  private final @Nullable TraceFile file;
  private final DroppedSpans dropped;

  PresentBackendExporter(
      TraceBackend backend,
      SpanExporter configured,
      @Nullable TraceFile file,
      DroppedSpans dropped) {
    this.backend = backend;
    this.configured = configured;
    this.file = file;
    this.dropped = dropped;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    if (!backend.isPresent()) {
      return absent(spans);
    }
    CompletableResultCode result = configured.export(spans);
    return result.whenComplete(
        () -> {
          if (result.isSuccess()) {
            backend.accepted();
          } else {
            dropped.refused(spans.size());
            backend.refused(result.getFailureThrowable());
          }
        });
  }

  private CompletableResultCode absent(Collection<SpanData> spans) {
    if (file != null) {
      return file.write(spans);
    }
    dropped.noBackend(spans.size());
    return CompletableResultCode.ofSuccess();
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
