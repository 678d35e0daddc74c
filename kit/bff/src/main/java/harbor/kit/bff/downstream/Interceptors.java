package harbor.kit.bff.downstream;

import harbor.kit.bff.plan.RequestScope;
import harbor.kit.client.CallMetadata;
import harbor.kit.client.Idempotency;
import harbor.kit.client.LostConnections;
import harbor.kit.client.identity.Identity;
import harbor.kit.client.identity.ServiceTokens;
import harbor.kit.runtime.CorrelationId;
import harbor.observability.Telemetry;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What is around every call that goes over a channel, outermost last, each with its reason. */
final class Interceptors {
  private static final Metadata.Key<String> CORRELATION =
      Metadata.Key.of(CorrelationId.HEADER, Metadata.ASCII_STRING_MARSHALLER);

  private Interceptors() {}

  static Channel around(
      Channel transport, String service, Optional<ServiceTokens> tokens, Telemetry telemetry) {
    return ClientInterceptors.intercept(
        transport,
        new LostConnections(),
        // a call that could hang for ever is a bug, found at the first try; the core's log lines
        // name the request that caused them; and the core has to know who calls
        new OfARequest(service, tokens),
        // rate, errors and time of each method
        telemetry.grpcClientMetrics(),
        // the span covers everything that the call costs
        telemetry.grpcClientTracing());
  }

  private record OfARequest(String service, Optional<ServiceTokens> tokens)
      implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      if (options.getDeadline() == null && Context.current().getDeadline() == null) {
        throw new IllegalStateException(
            method.getFullMethodName() + ": no deadline (expected: a call of a plan)");
      }
      RequestScope scope = RequestScope.current();
      ClientCall<Q, A> call = next.newCall(method, withToken(options, scope));
      if (scope == null) {
        return call;
      }
      return new SimpleForwardingClientCall<>(call) {
        @Override
        public void start(Listener<A> listener, Metadata headers) {
          headers.put(CORRELATION, scope.correlationId().value());
          boolean hasKey =
              !scope.idempotencyKey().isEmpty()
                  && Idempotency.of(method) != Idempotency.NO_SIDE_EFFECTS;
          if (hasKey) {
            headers.put(CallMetadata.IDEMPOTENCY_KEY, scope.idempotencyKey());
          }
          super.start(hasKey ? new Replays<>(listener, scope) : listener, headers);
        }
      };
    }

    /** On behalf of the request's caller; where no request is, of whoever the context names. */
    private CallOptions withToken(CallOptions options, @Nullable RequestScope scope) {
      Identity identity = scope == null ? Identity.current() : Identity.of(scope.caller());
      Executor loop = scope == null ? Runnable::run : scope.scheduler();
      return tokens.map(known -> known.on(options, service, identity, loop)).orElse(options);
    }
  }

  /** Notes that an answer is the stored one of an earlier call. */
  private static final class Replays<A> extends SimpleForwardingClientCallListener<A> {
    private final RequestScope scope;

    Replays(ClientCall.Listener<A> listener, RequestScope scope) {
      super(listener);
      this.scope = scope;
    }

    @Override
    public void onHeaders(Metadata headers) {
      note(headers);
      super.onHeaders(headers);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      note(trailers);
      super.onClose(status, trailers);
    }

    private void note(Metadata metadata) {
      if ("true".equals(metadata.get(CallMetadata.IDEMPOTENCY_REPLAYED))) {
        scope.replayed();
      }
    }
  }
}
