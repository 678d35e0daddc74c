package harbor.catalog;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** How calls end that are not answered. */
final class Endings {
  private Endings() {}

  /** The call ends with this code, and says this reason. */
  static void assertEnding(Runnable call, Status.Code code, String reason) {
    StatusRuntimeException ending = catchThrowableOfType(StatusRuntimeException.class, call::run);

    assertThat(ending.getStatus().getCode()).isEqualTo(code);
    assertThat(requireNonNull(StatusProto.fromThrowable(ending)).getDetailsList())
        .singleElement()
        .satisfies(
            detail -> {
              ErrorInfo info = errorInfo(detail);
              assertThat(info.getReason()).isEqualTo(reason);
              assertThat(info.getDomain()).isEqualTo("catalog.harbor");
            });
  }

  private static ErrorInfo errorInfo(Any detail) throws InvalidProtocolBufferException {
    return detail.unpack(ErrorInfo.class);
  }
}
