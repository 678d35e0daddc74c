package harbor.kit.service.call;

import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Refuses a call whose client does not say how long it waits: INVALID_ARGUMENT, reason
 * DEADLINE_REQUIRED.
 *
 * <p>Such a call would hold a thread, a connection and its locks for as long as it likes, and
 * nothing on its way could tell that nobody waits any more. Health checks, which may watch for
 * ever, and reflection, which is for people, hold little and are let through, up to a number of
 * them at a time: RESOURCE_EXHAUSTED, reason TOO_MANY_CALLS. Thread-safe.
 */
public final class DeadlineRequired implements ServerInterceptor {
  static final String REASON = "DEADLINE_REQUIRED";

  /** Calls without a deadline at a time: each client of a service watches its health once. */
  static final int MAX_FREE = 500;

  private static final Set<String> FREE =
      Set.of(
          "grpc.health.v1.Health",
          "grpc.reflection.v1.ServerReflection",
          "grpc.reflection.v1alpha.ServerReflection");

  private final Semaphore free = new Semaphore(MAX_FREE);

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (Context.current().getDeadline() != null) {
      return next.startCall(call, headers);
    }
    if (!isFree(call.getMethodDescriptor())) {
      return Answer.refuse(
          call,
          Failure.invalidArgument(
              REASON, "grpc-timeout is missing (expected: every call has a deadline)."));
    }
    if (!free.tryAcquire()) {
      return Answer.refuse(
          call, Failure.resourceExhausted("TOO_MANY_CALLS", "Too many calls without a deadline."));
    }
    return new Counted<>(next.startCall(call, headers), free);
  }

  /** Gives its permit back when the call ends, in whichever way. */
  private static final class Counted<Q> extends SimpleForwardingServerCallListener<Q> {
    private final Semaphore free;

    Counted(ServerCall.Listener<Q> listener, Semaphore free) {
      super(listener);
      this.free = free;
    }

    @Override
    public void onComplete() {
      free.release();
      super.onComplete();
    }

    @Override
    public void onCancel() {
      free.release();
      super.onCancel();
    }
  }

  /** Whether it is a method of health checks or reflection. */
  private static boolean isFree(MethodDescriptor<?, ?> method) {
    String service = method.getServiceName();
    return service != null && FREE.contains(service);
  }
}
