package harbor.kit.bff.resilience;

import harbor.kit.client.identity.PersonTokenUnavailable;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What the end of a call says about the service. */
enum Outcome {
  /** It works: it answered, be it that the request is wrong or that there is no such thing. */
  ANSWERED,
  /** It does not work, or not in time. */
  FAILED,
  /** Nothing: nobody waited any longer, or it was never asked. */
  UNKNOWN;

  static Outcome of(@Nullable Throwable failure) {
    return switch (failure) {
      case null -> ANSWERED;
      case Rejected _, CancellationException _ -> UNKNOWN;
      case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      case StatusRuntimeException unsent when PersonTokenUnavailable.is(unsent) -> UNKNOWN;
      default ->
          switch (Status.fromThrowable(failure).getCode()) {
            case OK,
                NOT_FOUND,
                INVALID_ARGUMENT,
                ALREADY_EXISTS,
                FAILED_PRECONDITION,
                OUT_OF_RANGE,
                ABORTED,
                PERMISSION_DENIED,
                UNAUTHENTICATED ->
                ANSWERED;
            case CANCELLED -> UNKNOWN;
            case UNKNOWN,
                DEADLINE_EXCEEDED,
                RESOURCE_EXHAUSTED,
                UNIMPLEMENTED,
                INTERNAL,
                UNAVAILABLE,
                DATA_LOSS ->
                FAILED;
          };
    };
  }
}
