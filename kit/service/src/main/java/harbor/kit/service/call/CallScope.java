package harbor.kit.service.call;

import static java.util.Objects.requireNonNull;

import harbor.kit.client.CallMetadata;
import harbor.kit.client.Caller;
import harbor.kit.client.identity.Identity;
import harbor.kit.runtime.CorrelationId;
import harbor.kit.runtime.LogFields;
import harbor.observability.TraceIds;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Map;
import java.util.Optional;
import org.slf4j.MDC;

/**
 * What every call carries besides its message: the service that answers and the correlation id of
 * the request at the edge, both also in each log line that the call writes, and the idempotency
 * key. On whose behalf it is made says its service token.
 */
public final class CallScope implements ServerInterceptor {
  /** The service that answers: the domain of its errors is {@code <service>.harbor}. */
  static final Context.Key<String> SERVICE = Context.keyWithDefault("harbor-service", "unknown");

  private static final Context.Key<Carried> CARRIED = Context.key("harbor-carried");

  private static final Metadata.Key<String> CORRELATION =
      Metadata.Key.of(CorrelationId.HEADER, Metadata.ASCII_STRING_MARSHALLER);

  private final String service;

  /** The scope of the calls of one service, whose name is the domain of its errors. */
  public CallScope(String service) {
    this.service = service;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    CorrelationId correlationId = CorrelationId.takeOrMake(headers.get(CORRELATION));
    try (LogFields _ = fields(correlationId)) {
      Context context = Context.current().withValue(SERVICE, service);
      Metadata answered = new Metadata();
      context =
          context.withValue(
              CARRIED,
              new Carried(
                  call.getMethodDescriptor(),
                  Optional.ofNullable(headers.get(CallMetadata.IDEMPOTENCY_KEY)),
                  answered));
      return new Logged<>(
          Contexts.interceptCall(context, new Answered<>(call, answered), headers, next),
          correlationId);
    }
  }

  private LogFields fields(CorrelationId correlationId) {
    return LogFields.put(service, TraceIds.current(), correlationId)
        .span(TraceIds.span(io.opentelemetry.context.Context.current()));
  }

  /**
   * What a write needs to know of its call.
   *
   * @param key as the client sent it
   * @param answered goes out with the answer
   */
  private record Carried(MethodDescriptor<?, ?> method, Optional<String> key, Metadata answered) {}

  /** The client's key of the current call, as it was sent. */
  public static Optional<String> idempotencyKey() {
    return carried().key();
  }

  /** The rpc of the current call. */
  public static MethodDescriptor<?, ?> method() {
    return carried().method();
  }

  /** Says with the answer of the current call that it is the stored one of an earlier call. */
  public static void markReplayed() {
    carried().answered().put(CallMetadata.IDEMPOTENCY_REPLAYED, "true");
  }

  private static Carried carried() {
    return requireNonNull(CARRIED.get(), "outside of a call");
  }

  /** On whose behalf the current call is made. */
  public static Caller caller() {
    return Identity.current().caller();
  }

  /**
   * A thread, not started, that goes on with the current call after its method has returned, as
   * that of a stream does: with its context, which ends with the call, and its log fields. It is
   * outside of the call's trace, whose single statements tell nothing after minutes.
   */
  public static Thread threadOfCall(String name, Runnable work) {
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

  /** Sends metadata of the answer with its headers, or, when there is none, with the trailers. */
  private static final class Answered<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final Metadata answered;
    private boolean headersSent;

    Answered(ServerCall<Q, A> call, Metadata answered) {
      super(call);
      this.answered = answered;
    }

    @Override
    public void sendHeaders(Metadata headers) {
      headersSent = true;
      headers.merge(answered);
      super.sendHeaders(headers);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (!headersSent) {
        trailers.merge(answered);
      }
      super.close(status, trailers);
    }
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
      try (LogFields _ = fields(correlationId)) {
        super.onHalfClose();
      }
    }
  }
}
