package harbor.observability;

import io.grpc.Deadline;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/**
 * A call with a recorded span: remembers how the service closed it, and ends the span with that.
 */
final class TracedServerCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
  private final Span span;
  private volatile @Nullable Status closed;

  TracedServerCall(ServerCall<Q, A> call, Span span) {
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
