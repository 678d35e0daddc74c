package harbor.kit.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;

/**
 * Says UNAVAILABLE of a call whose connection broke. grpc-java says so mostly itself, but UNKNOWN
 * where the connection ends just while the call is written; and what is UNKNOWN is taken for a
 * fault of the service, and not tried again.
 *
 * <p>Stands innermost, so that spans, metrics and layers see it. Thread-safe.
 *
 * @see <a href="https://grpc.io/docs/guides/status-codes/">gRPC, status codes: a transport that
 *     broke is UNAVAILABLE</a>
 */
public final class LostConnections implements ClientInterceptor {
  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onClose(Status status, Metadata trailers) {
                super.onClose(told(status), trailers);
              }
            },
            headers);
      }
    };
  }

  /** A status with a cause was made on this side; a service's has none. */
  private static Status told(Status status) {
    return status.getCode() == Status.Code.UNKNOWN && status.getCause() instanceof IOException
        ? Status.UNAVAILABLE.withDescription(status.getDescription()).withCause(status.getCause())
        : status;
  }
}
