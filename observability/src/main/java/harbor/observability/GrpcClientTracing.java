package harbor.observability;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A CLIENT span for each call from its start to its status, and the trace context in its headers.
 * Below a span that is not sampled there is no span, only the context is passed on.
 *
 * <p>The span ends after its caller was told of the end: what the caller makes of the answer can
 * still be noted on it.
 */
final class GrpcClientTracing implements ClientInterceptor {
  private final Tracer tracer;
  private final TextMapPropagator propagator;

  GrpcClientTracing(OpenTelemetry openTelemetry) {
    this.tracer = openTelemetry.getTracer(GrpcSpans.SCOPE);
    this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new TracedCall<>(
        next.newCall(method, options),
        method,
        next.authority(),
        options.getOption(Telemetry.SPAN_NOTES));
  }

  private final class TracedCall<Q, A> extends SimpleForwardingClientCall<Q, A> {
    private final MethodDescriptor<Q, A> method;
    private final @Nullable String authority;
    private final @Nullable SpanNotes notes;
    private final io.grpc.Context scope = io.grpc.Context.current();
    private volatile boolean isCancelled;

    TracedCall(
        ClientCall<Q, A> call,
        MethodDescriptor<Q, A> method,
        @Nullable String authority,
        @Nullable SpanNotes notes) {
      super(call);
      this.method = method;
      this.authority = authority;
      this.notes = notes;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      Context parent = Context.current();
      SpanContext above = Span.fromContext(parent).getSpanContext();
      if (above.isValid() && !above.isSampled()) {
        propagator.inject(parent, headers, GrpcMetadata.SETTER);
        super.start(listener, headers);
        return;
      }
      Span span =
          tracer
              .spanBuilder(method.getFullMethodName())
              .setParent(parent)
              .setSpanKind(SpanKind.CLIENT)
              .startSpan();
      propagator.inject(parent.with(span), headers, GrpcMetadata.SETTER);
      if (span.isRecording()) {
        GrpcSpans.describe(span, method, authority);
      }
      try {
        super.start(new TracedListener<>(listener, span, notes, this::isOurCancel), headers);
      } catch (Throwable e) {
        GrpcSpans.endClient(span, Status.fromThrowable(e), false);
        throw e;
      }
    }

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
      isCancelled = true;
      super.cancel(message, cause);
    }

    /** That the other side breaks off has the same status, and is an error. */
    private boolean isOurCancel(Status status) {
      return status.getCode() == Status.Code.CANCELLED && (isCancelled || scope.isCancelled());
    }
  }

  private static final class TracedListener<A> extends SimpleForwardingClientCallListener<A> {
    private final Span span;
    private final @Nullable SpanNotes notes;
    private final Predicate<Status> isOurCancel;

    TracedListener(
        ClientCall.Listener<A> listener,
        Span span,
        @Nullable SpanNotes notes,
        Predicate<Status> isOurCancel) {
      super(listener);
      this.span = span;
      this.notes = notes;
      this.isOurCancel = isOurCancel;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      try {
        super.onClose(status, trailers);
      } finally {
        if (notes != null && span.isRecording()) {
          notes.ended(span, status);
        }
        GrpcSpans.endClient(span, status, isOurCancel.test(status));
      }
    }
  }
}
