package harbor.kit.bff.resilience;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Objects;

/**
 * A call that was rejected before it was sent: RESOURCE_EXHAUSTED with the reason.
 *
 * <p>Without a stack trace: it is no bug, and it is thrown a lot just when there is too much to do.
 */
final class Rejected extends StatusRuntimeException {
  private static final long serialVersionUID = 1;

  /** Why a layer rejects calls; made once, thrown often. */
  static final class Reason {
    private final Status status;
    private final Metadata trailers;

    /** A stable reason, for instance {@code BREAKER_OPEN}. */
    Reason(String reason) {
      this.status = Status.RESOURCE_EXHAUSTED.withDescription(reason);
      ErrorInfo info = ErrorInfo.newBuilder().setReason(reason).setDomain("bff.harbor").build();
      StatusRuntimeException packed =
          StatusProto.toStatusRuntimeException(
              com.google.rpc.Status.newBuilder()
                  .setCode(Code.RESOURCE_EXHAUSTED_VALUE)
                  .addDetails(Any.pack(info))
                  .build());
      this.trailers = Objects.requireNonNull(packed.getTrailers());
    }

    Rejected exception() {
      return new Rejected(this);
    }
  }

  private Rejected(Reason reason) {
    super(reason.status, reason.trailers);
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it changes nothing
  public Throwable fillInStackTrace() {
    return this;
  }
}
