package harbor.observability;

import io.opentelemetry.api.trace.Span;
import io.prometheus.metrics.tracer.common.SpanContext;

/**
 * What metrics have as exemplars: the span that is current where they are counted, if it is sent.
 */
final class CurrentSpan implements SpanContext {
  @Override
  public String getCurrentTraceId() {
    return Span.current().getSpanContext().getTraceId();
  }

  @Override
  public String getCurrentSpanId() {
    return Span.current().getSpanContext().getSpanId();
  }

  @Override
  public boolean isCurrentSpanSampled() {
    return Span.current().getSpanContext().isSampled();
  }

  /** Which spans are kept is decided elsewhere, by their whole trace. */
  @Override
  public void markCurrentSpanAsExemplar() {}
}
