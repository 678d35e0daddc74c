package harbor.kit.bff.plan;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import harbor.kit.bff.plan.Miss.Kind;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Reads off an exception why a call has no answer. */
final class Misses {
  private Misses() {}

  static Miss of(Throwable thrown) {
    return switch (thrown) {
      case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
      case StatusRuntimeException e -> new Miss(kind(e.getStatus().getCode()), reason(e));
      case StatusException e -> new Miss(kind(e.getStatus().getCode()), reason(e));
      case TimeoutException _ -> Miss.TIMEOUT;
      default -> new Miss(Kind.BROKEN, thrown.getClass().getSimpleName());
    };
  }

  private static Kind kind(Status.Code code) {
    return switch (code) {
      case NOT_FOUND -> Kind.NOT_FOUND;
      case INVALID_ARGUMENT, OUT_OF_RANGE, FAILED_PRECONDITION, ALREADY_EXISTS -> Kind.INVALID;
      case DEADLINE_EXCEEDED -> Kind.TIMEOUT;
      case UNAVAILABLE, ABORTED -> Kind.UNAVAILABLE;
      case RESOURCE_EXHAUSTED -> Kind.REFUSED;
      // Of our own cancelling the run knows before anybody else: this one is the other side
      // breaking off.
      case CANCELLED -> Kind.BROKEN;
      case OK, UNKNOWN, PERMISSION_DENIED, UNAUTHENTICATED, UNIMPLEMENTED, INTERNAL, DATA_LOSS ->
          Kind.BROKEN;
    };
  }

  private static String reason(Throwable e) {
    com.google.rpc.Status status = StatusProto.fromThrowable(e);
    if (status == null) {
      return "";
    }
    for (Any detail : status.getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        try {
          return detail.unpack(ErrorInfo.class).getReason();
        } catch (InvalidProtocolBufferException _) {
          return "UNREADABLE_ERROR_INFO";
        }
      }
    }
    return "";
  }
}
