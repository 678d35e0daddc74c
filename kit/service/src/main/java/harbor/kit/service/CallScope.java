package harbor.kit.service;

import harbor.kit.runtime.CorrelationId;
import harbor.kit.runtime.LogFields;
import harbor.observability.TraceIds;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Map;
import org.slf4j.MDC;

/**
 * What every call carries besides its message: the service that answers, and the correlation id of
 * the request at the edge, both also in each log line that the call writes.
 */
final class CallScope implements ServerInterceptor {
  /** The service that answers: the domain of its errors is {@code <service>.harbor}. */
  static final Context.Key<String> SERVICE = Context.keyWithDefault("harbor-service", "unknown");

  private static final Metadata.Key<String> CORRELATION =
      Metadata.Key.of(CorrelationId.HEADER, Metadata.ASCII_STRING_MARSHALLER);

  private final String service;

  CallScope(String service) {
    this.service = service;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    CorrelationId correlationId = CorrelationId.takeOrMake(headers.get(CORRELATION));
    try (LogFields _ = LogFields.put(service, TraceIds.current(), correlationId)) {
      Context context = Context.current().withValue(SERVICE, service);
      return new Logged<>(Contexts.interceptCall(context, call, headers, next), correlationId);
    }
  }

  /**
   * A thread, not started, that goes on with the current call after its method has returned, as
   * that of a stream does: with its context, which ends with the call, and its log fields. It is
   * outside of the call's trace, whose single statements tell nothing after minutes.
   */
  static Thread threadOfCall(String name, Runnable work) {
    Map<String, String> fields = MDC.getCopyOfContextMap();
    return Thread.ofVirtual()
        .name(name)
        .unstarted(
            Context.current()
                .wrap(
                    () -> {
                      if (fields != null) {
                        MDC.setContextMap(fields);
                      }
                      work.run();
                    }));
  }

  /**
   * Only half-close runs code that logs: each method has one request. What a stream does later it
   * does on a {@link #threadOfCall}; its other callbacks only wake that.
   */
  private final class Logged<Q> extends SimpleForwardingServerCallListener<Q> {
    private final CorrelationId correlationId;

    Logged(ServerCall.Listener<Q> listener, CorrelationId correlationId) {
      super(listener);
      this.correlationId = correlationId;
    }

    @Override
    public void onHalfClose() {
      try (LogFields _ = LogFields.put(service, TraceIds.current(), correlationId)) {
        super.onHalfClose();
      }
    }
  }
}
