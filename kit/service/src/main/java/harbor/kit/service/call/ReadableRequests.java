package harbor.kit.service.call;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Function;

/**
 * Ends a call whose request cannot be read as its message: INVALID_ARGUMENT, reason
 * UNREADABLE_REQUEST. By itself gRPC takes that for a bug of the service, UNKNOWN with a stack
 * trace in the log.
 */
public final class ReadableRequests {
  static final String REASON = "UNREADABLE_REQUEST";

  /** In place of a message. */
  private enum Unreadable {
    REQUEST
  }

  private ReadableRequests() {}

  /** The service behind the check. */
  public static ServerServiceDefinition of(ServerServiceDefinition service) {
    return with(service, ReadableRequests::checked);
  }

  /** The service with other methods of the same names. */
  static ServerServiceDefinition with(
      ServerServiceDefinition service,
      Function<ServerMethodDefinition<?, ?>, ServerMethodDefinition<?, ?>> other) {
    List<? extends ServerMethodDefinition<?, ?>> methods =
        service.getMethods().stream().map(other).toList();
    ServiceDescriptor contract = service.getServiceDescriptor();
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(contract.getName())
            .setSchemaDescriptor(contract.getSchemaDescriptor());
    methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder made = ServerServiceDefinition.builder(descriptor.build());
    methods.forEach(made::addMethod);
    return made.build();
  }

  @SuppressWarnings("unchecked") // a request is one of the method's own, or Unreadable
  private static <Q, A> ServerMethodDefinition<Object, A> checked(
      ServerMethodDefinition<Q, A> method) {
    MethodDescriptor<Q, A> contract = method.getMethodDescriptor();
    ServerCallHandler<Q, A> handler = method.getServerCallHandler();
    return ServerMethodDefinition.create(
        contract.toBuilder(
                new Reading<>(contract.getRequestMarshaller()), contract.getResponseMarshaller())
            .build(),
        (call, headers) ->
            new Checked<>(
                call, handler.startCall((ServerCall<Q, A>) (ServerCall<?, A>) call, headers)));
  }

  /** Reads a message, or says that it cannot. */
  private record Reading<Q>(MethodDescriptor.Marshaller<Q> marshaller)
      implements MethodDescriptor.Marshaller<Object> {
    @Override
    public InputStream stream(Object message) {
      throw new UnsupportedOperationException("A server sends no requests");
    }

    @Override
    public Object parse(InputStream bytes) {
      try {
        return marshaller.parse(bytes);
      } catch (StatusRuntimeException _) {
        return Unreadable.REQUEST;
      }
    }
  }

  private static final class Checked<Q, A> extends SimpleForwardingServerCallListener<Object> {
    private final ServerCall<Object, A> call;
    private final ServerCall.Listener<Q> listener;
    private boolean isOver;

    @SuppressWarnings("unchecked") // only messages that were read go on
    Checked(ServerCall<Object, A> call, ServerCall.Listener<Q> listener) {
      super((ServerCall.Listener<Object>) (ServerCall.Listener<?>) listener);
      this.call = call;
      this.listener = listener;
    }

    @Override
    @SuppressWarnings("unchecked") // what was read is of the method
    public void onMessage(Object message) {
      if (!(message instanceof Unreadable)) {
        listener.onMessage((Q) message);
        return;
      }
      isOver = true;
      Answer.close(
          call, Failure.invalidArgument(REASON, "The request cannot be read as its message."));
    }

    @Override
    public void onHalfClose() {
      if (!isOver) {
        super.onHalfClose();
      }
    }

    /** A method that is told of the end may try to end the call once more. */
    @Override
    public void onCancel() {
      if (!isOver) {
        super.onCancel();
      }
    }

    @Override
    public void onComplete() {
      if (!isOver) {
        super.onComplete();
      }
    }
  }
}
