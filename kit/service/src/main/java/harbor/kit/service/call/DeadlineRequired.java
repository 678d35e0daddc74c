package harbor.kit.service.call;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Set;

/**
 * Refuses a call whose client does not say how long it waits: INVALID_ARGUMENT, reason
 * DEADLINE_REQUIRED.
 *
 * <p>Such a call would hold a thread, a connection and its locks for as long as it likes, and
 * nothing on its way could tell that nobody waits any more. Health checks, which may watch for
 * ever, and reflection, which is for people, hold nothing and are let through.
 */
public final class DeadlineRequired implements ServerInterceptor {
  static final String REASON = "DEADLINE_REQUIRED";

  private static final Set<String> FREE =
      Set.of(
          "grpc.health.v1.Health",
          "grpc.reflection.v1.ServerReflection",
          "grpc.reflection.v1alpha.ServerReflection");

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (Context.current().getDeadline() != null || isFree(call.getMethodDescriptor())) {
      return next.startCall(call, headers);
    }
    return Answer.refuse(
        call,
        Failure.invalidArgument(
            REASON, "grpc-timeout is missing (expected: every call has a deadline)."));
  }

  /** Whether it is a method of health checks or reflection. */
  private static boolean isFree(MethodDescriptor<?, ?> method) {
    String service = method.getServiceName();
    return service != null && FREE.contains(service);
  }
}
