package harbor.kit.bff.plan;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
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
      case StatusRuntimeException e -> Miss.of(e.getStatus().getCode(), reason(e));
      case StatusException e -> Miss.of(e.getStatus().getCode(), reason(e));
      case TimeoutException _ -> Miss.TIMEOUT;
      default -> Miss.ofBug(thrown);
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
