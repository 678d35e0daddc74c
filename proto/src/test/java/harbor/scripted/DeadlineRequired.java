package harbor.scripted;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Refuses calls without a deadline as the real core services do, and remembers them, so that a test
 * whose caller lives with the refusal fails nevertheless. Thread-safe.
 */
public final class DeadlineRequired implements ServerInterceptor {
  private final Queue<String> refused = new ConcurrentLinkedQueue<>();

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (Context.current().getDeadline() != null) {
      return next.startCall(call, headers);
    }
    refused.add(call.getMethodDescriptor().getFullMethodName());
    call.close(Status.INVALID_ARGUMENT.withDescription("DEADLINE_REQUIRED"), new Metadata());
    return new ServerCall.Listener<>() {};
  }

  /** Fails when there was such a call since the last look. */
  public void assertNoneRefused() {
    String first = refused.peek();
    refused.clear();
    if (first != null) {
      throw new AssertionError(first + " was called without a deadline");
    }
  }
}
