package harbor.kit.service.call;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Refuses a call whose client does not say how long it waits: INVALID_ARGUMENT, reason
 * DEADLINE_REQUIRED.
 *
 * <p>Such a call would hold a thread, a connection and its locks for as long as it likes, and
 * nothing on its way could tell that nobody waits any more. What {@link OpenCalls} hold to limits
 * of their own is let through: health checks, which may watch for ever, and reflection, which is
 * for people.
 */
public final class DeadlineRequired implements ServerInterceptor {
  static final String REASON = "DEADLINE_REQUIRED";

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (Context.current().getDeadline() == null
        && !OpenCalls.isOpen(call.getMethodDescriptor().getServiceName())) {
      return Answer.refuse(
          call,
          Failure.invalidArgument(
              REASON, "grpc-timeout is missing (expected: every call has a deadline)."));
    }
    return next.startCall(call, headers);
  }
}
