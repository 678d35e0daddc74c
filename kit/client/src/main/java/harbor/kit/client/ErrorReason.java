package harbor.kit.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.protobuf.StatusProto;
import java.util.List;

/** Why a core service refused a call, as its contract names it: {@code UNKNOWN_CART}. */
public final class ErrorReason {
  private ErrorReason() {}

  /**
   * The reason of {@link ErrorInfo}, the stable part of a failed call.
   *
   * @return empty when the failure states none
   */
  public static String of(Throwable failure) {
    com.google.rpc.Status status = StatusProto.fromThrowable(failure);
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

  /** The messages that came with a failed call besides its reason; none where it has none. */
  public static List<Any> details(Throwable failure) {
    com.google.rpc.Status status = StatusProto.fromThrowable(failure);
    return status == null
        ? List.of()
        : status.getDetailsList().stream().filter(detail -> !detail.is(ErrorInfo.class)).toList();
  }
}
