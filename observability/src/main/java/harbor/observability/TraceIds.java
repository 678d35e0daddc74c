package harbor.observability;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;

/**
 * Ids of a trace for logs, errors and headers. They exist whether or not the trace is recorded,
 * also without a trace backend and with {@code OTEL_SDK_DISABLED=true}.
 */
public final class TraceIds {
  private TraceIds() {}

  /** The trace id of the calling thread's context: 32 lower-case hex digits, or "" outside any. */
  public static String current() {
    return of(Context.current());
  }

  /** The trace id of {@code context}: 32 lower-case hex digits, or "" when it has none. */
  public static String of(Context context) {
    SpanContext span = Span.fromContext(context).getSpanContext();
    return span.isValid() ? span.getTraceId() : "";
  }

  /** The id of the span of {@code context}: 16 lower-case hex digits, or "" when it has none. */
  public static String span(Context context) {
    SpanContext span = Span.fromContext(context).getSpanContext();
    return span.isValid() ? span.getSpanId() : "";
  }

  /**
   * The value of the {@code traceresponse} header for {@code context}, or "" when it has no trace.
   *
   * @see <a href="https://w3c.github.io/trace-context/#traceresponse-header">W3C Trace Context
   *     level 2, traceresponse</a>
   */
  public static String traceresponse(Context context) {
    SpanContext span = Span.fromContext(context).getSpanContext();
    return span.isValid()
        ? "00-" + span.getTraceId() + '-' + span.getSpanId() + '-' + span.getTraceFlags().asHex()
        : "";
  }
}
