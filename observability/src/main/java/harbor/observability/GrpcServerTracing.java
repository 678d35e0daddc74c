package harbor.observability;

import io.grpc.Deadline;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import org.jspecify.annotations.Nullable;

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
    Context parent = propagator.extract(Context.root(), headers, GrpcSpans.FROM_METADATA);
    Span span =
        tracer
            .spanBuilder(call.getMethodDescriptor().getFullMethodName())
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .startSpan();
    Context context = parent.with(span);
    TracedCall<Q, A> traced = null;
    if (span.isRecording()) {
      GrpcSpans.describe(span, call.getMethodDescriptor());
      traced = new TracedCall<>(call, span);
    }
    try (var _ = context.makeCurrent()) {
      return new TracedListener<>(
          next.startCall(traced == null ? call : traced, headers), context, traced);
    } catch (Throwable e) {
      if (traced != null) {
        traced.failed(e);
      }
      throw e;
    }
  }

  /** Remembers how the service closed the call, for the end of the span. */
  private static final class TracedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final Span span;
    private volatile @Nullable Status closed;

    TracedCall(ServerCall<Q, A> call, Span span) {
      super(call);
      this.span = span;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      closed = status;
      super.close(status, trailers);
    }

    void complete() {
      Status status = closed;
      GrpcSpans.endServer(span, status == null ? Status.OK : status);
    }

    void cancelled() {
      Status status = closed;
      GrpcSpans.endServer(span, status == null ? reasonOfCancel() : status);
    }

    /** grpc-java answers UNKNOWN, whatever was thrown. */
    void failed(Throwable thrown) {
      GrpcSpans.endServer(span, Status.UNKNOWN.withDescription(thrown.getClass().getName()));
    }

    /** A deadline that passed cancels the call before the service can say so. */
    private static Status reasonOfCancel() {
      Deadline deadline = io.grpc.Context.current().getDeadline();
      return deadline != null && deadline.isExpired() ? Status.DEADLINE_EXCEEDED : Status.CANCELLED;
    }
  }

  /** Without {@code call} nothing is recorded, and the context is all that there is to do. */
  private static final class TracedListener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final Context context;
    private final @Nullable TracedCall<?, ?> call;

    TracedListener(
        ServerCall.Listener<Q> listener, Context context, @Nullable TracedCall<?, ?> call) {
      super(listener);
      this.context = context;
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      run(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      run(super::onHalfClose);
    }

    @Override
    public void onReady() {
      run(super::onReady);
    }

    @Override
    public void onCancel() {
      run(super::onCancel);
      if (call != null) {
        call.cancelled();
      }
    }

    @Override
    public void onComplete() {
      run(super::onComplete);
      if (call != null) {
        call.complete();
      }
    }

    private void run(Runnable callback) {
      try (var _ = context.makeCurrent()) {
        callback.run();
      } catch (Throwable e) {
        if (call != null) {
          call.failed(e);
        }
        throw e;
      }
    }
  }
}
