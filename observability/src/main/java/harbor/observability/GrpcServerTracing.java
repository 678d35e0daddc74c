package harbor.observability;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;

/**
 * A SERVER span for each call, current in every callback of the call. It ends when the call is
 * complete, cancelled, or has thrown; gRPC promises one of them.
 */
final class GrpcServerTracing implements ServerInterceptor {
  /** Health checks and reflection: noise, and a health watch lasts as long as its connection. */
  private static final String GRPCS_OWN = "grpc.";

  private final Tracer tracer;
  private final TextMapPropagator propagator;

  GrpcServerTracing(OpenTelemetry openTelemetry) {
    this.tracer = openTelemetry.getTracer(GrpcSpans.SCOPE);
    this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (call.getMethodDescriptor().getFullMethodName().startsWith(GRPCS_OWN)) {
      return next.startCall(call, headers);
    }
    Context parent = propagator.extract(Context.root(), headers, GrpcMetadata.GETTER);
    Span span =
        tracer
            .spanBuilder(call.getMethodDescriptor().getFullMethodName())
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .startSpan();
    Context context = parent.with(span);
    TracedServerCall<Q, A> traced = null;
    if (span.isRecording()) {
      GrpcSpans.describe(span, call.getMethodDescriptor());
      traced = new TracedServerCall<>(call, span);
    }
    try (var _ = context.makeCurrent()) {
      return new TracedServerListener<>(
          next.startCall(traced == null ? call : traced, headers), context, traced);
    } catch (Throwable e) {
      if (traced != null) {
        traced.failed(e);
      }
      throw e;
    }
  }
}
