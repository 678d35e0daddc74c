package harbor.kit.bff.downstream;

import harbor.kit.bff.plan.RequestScope;
import harbor.kit.runtime.CorrelationId;
import harbor.observability.Telemetry;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;

/** What is around every call that goes over a channel, outermost last, each with its reason. */
final class Interceptors {
  private static final Metadata.Key<String> CORRELATION =
      Metadata.Key.of(CorrelationId.HEADER, Metadata.ASCII_STRING_MARSHALLER);

  private Interceptors() {}

  static Channel around(Channel transport, Telemetry telemetry) {
    return ClientInterceptors.intercept(
        transport,
        // a call that could hang for ever is a bug, found at the first try, and the core's log
        // lines name the request that caused them
        new OfARequest(),
        // rate, errors and time of each method
        telemetry.grpcClientMetrics(),
        // the span covers everything that the call costs
        telemetry.grpcClientTracing());
  }

  private static final class OfARequest implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      if (options.getDeadline() == null && Context.current().getDeadline() == null) {
        throw new IllegalStateException(
            method.getFullMethodName() + ": no deadline (expected: a call of a plan)");
      }
      RequestScope scope = RequestScope.current();
      ClientCall<Q, A> call = next.newCall(method, options);
      if (scope == null) {
        return call;
      }
      return new SimpleForwardingClientCall<>(call) {
        @Override
        public void start(Listener<A> listener, Metadata headers) {
          headers.put(CORRELATION, scope.correlationId().value());
          super.start(listener, headers);
        }
      };
    }
  }
}
