package harbor.kit.bff.resilience;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/**
 * A call that was turned away before it was sent: RESOURCE_EXHAUSTED with the reason.
 *
 * <p>Without a stack trace: it is no bug, and it is thrown a lot just when there is too much to do.
 */
final class NotTried extends StatusRuntimeException {
  private static final long serialVersionUID = 1;

  private NotTried(Status status, Metadata trailers) {
    super(status, trailers);
  }

  /**
   * One that may be thrown again and again.
   *
   * @param reason stable, for instance {@code BREAKER_OPEN}
   */
  static NotTried because(String reason) {
    com.google.rpc.Status status =
        com.google.rpc.Status.newBuilder()
            .setCode(Code.RESOURCE_EXHAUSTED_VALUE)
            .addDetails(
                Any.pack(ErrorInfo.newBuilder().setReason(reason).setDomain("bff.harbor").build()))
            .build();
    Metadata trailers = StatusProto.toStatusRuntimeException(status).getTrailers();
    return new NotTried(
        Status.RESOURCE_EXHAUSTED.withDescription(reason),
        trailers == null ? new Metadata() : trailers);
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it changes nothing
  public Throwable fillInStackTrace() {
    return this;
  }
}
