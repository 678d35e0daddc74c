package harbor.kit.service.call;

import harbor.observability.fault.Fault;
import harbor.observability.fault.Faults;
import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Makes the calls of a service go wrong as its {@link Faults} say, in place of or before its own
 * work: late, failed with UNAVAILABLE reason INJECTED_FAULT, never, or unreadable.
 */
public final class InjectedFaults {
  private static final String REASON = "INJECTED_FAULT";

  /** No message has a field of number 0. */
  private static final byte[] UNREADABLE = {0, 0};

  /** In place of an answer. */
  private enum Unreadable {
    ANSWER
  }

  private InjectedFaults() {}

  /** The service with the faults of its process. */
  public static ServerServiceDefinition into(ServerServiceDefinition service, Faults faults) {
    faults.of(
        service.getMethods().stream()
            .map(method -> name(method.getMethodDescriptor()))
            .collect(Collectors.toSet()));
    return ReadableRequests.with(service, method -> faulty(method, faults));
  }

  private static String name(MethodDescriptor<?, ?> method) {
    String name = method.getFullMethodName();
    return name.substring(name.lastIndexOf('/') + 1);
  }

  @SuppressWarnings("unchecked") // an answer is one of the method's own, or Unreadable
  private static <Q, A> ServerMethodDefinition<Q, Object> faulty(
      ServerMethodDefinition<Q, A> method, Faults faults) {
    MethodDescriptor<Q, A> contract = method.getMethodDescriptor();
    ServerCallHandler<Q, A> handler = method.getServerCallHandler();
    return ServerMethodDefinition.create(
        contract.toBuilder(
                contract.getRequestMarshaller(), new Writing<>(contract.getResponseMarshaller()))
            .build(),
        (call, headers) ->
            new Faulty<>(
                call,
                handler.startCall((ServerCall<Q, A>) (ServerCall<?, ?>) call, headers),
                faults));
  }

  /** Writes an answer, or what cannot be read as one. */
  private record Writing<A>(MethodDescriptor.Marshaller<A> marshaller)
      implements MethodDescriptor.Marshaller<Object> {
    @Override
    @SuppressWarnings("unchecked") // what is not Unreadable is of the method
    public InputStream stream(Object message) {
      return message instanceof Unreadable
          ? new ByteArrayInputStream(UNREADABLE)
          : marshaller.stream((A) message);
    }

    @Override
    public Object parse(InputStream bytes) {
      // A stored answer is read by the marshaller of its method.
      return marshaller.parse(bytes);
    }
  }

  /** Each method has one request, so its work begins when that is complete. */
  private static final class Faulty<Q> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<Q, Object> call;
    private final Faults faults;
    private Optional<Fault> fault = Optional.empty();

    Faulty(ServerCall<Q, Object> call, ServerCall.Listener<Q> listener, Faults faults) {
      super(listener);
      this.call = call;
      this.faults = faults;
    }

    @Override
    public void onMessage(Q request) {
      fault = faults.next(name(call.getMethodDescriptor()), request);
      super.onMessage(request);
    }

    @Override
    public void onHalfClose() {
      if (fault.isEmpty()) {
        super.onHalfClose();
        return;
      }
      switch (fault.get()) {
        case Fault.Latency(Duration time) -> {
          if (!isCancelledWithin(time)) {
            super.onHalfClose();
          }
        }
        case Fault.Errors _ ->
            Answer.close(call, Failure.unavailable(REASON, "A fault that was switched on."));
        case Fault.Hang _ -> isCancelledWithin(Duration.ofDays(1));
        case Fault.Garbage _ -> {
          call.sendHeaders(new Metadata());
          call.sendMessage(Unreadable.ANSWER);
          call.close(Status.OK, new Metadata());
        }
        case Fault.NotReady _ -> super.onHalfClose();
      }
    }
  }

  /** Waits for the time, or for the end of the call, which its deadline brings at the latest. */
  private static boolean isCancelledWithin(Duration time) {
    CountDownLatch cancelled = new CountDownLatch(1);
    Context.CancellationListener listener = _ -> cancelled.countDown();
    Context.current().addListener(listener, Runnable::run);
    try {
      return cancelled.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    } finally {
      Context.current().removeListener(listener);
    }
  }
}
