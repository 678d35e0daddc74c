package harbor.observability;

import io.grpc.Status;
import io.opentelemetry.api.trace.Span;

/** What a caller notes on the recorded span of a gRPC call just before the span ends. */
@FunctionalInterface
public interface SpanNotes {
  /** The call has ended with this status, and its caller was told. */
  void ended(Span span, Status status);
}
