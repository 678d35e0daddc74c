package harbor.kit.bff.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import com.linecorp.armeria.common.HttpStatus;
import harbor.kit.bff.answer.ErrorAnswer;
import io.grpc.Status.Code;
import io.grpc.StatusException;
import io.grpc.protobuf.StatusProto;
import java.util.OptionalInt;

/** How a gRPC client is told of an error. */
public final class RpcStatus {
  private RpcStatus() {}

  /**
   * The status of an error, with its details: {@link ErrorInfo} with the code, {@link RetryInfo}
   * where the same request may succeed later, {@link BadRequest} for a field, and what the code has
   * to show besides.
   *
   * @param bff the BFF's name
   * @param retryAfter seconds; empty when nothing is said of that
   */
  public static StatusException of(
      String bff, ErrorAnswer error, String traceId, OptionalInt retryAfter) {
    Status.Builder status =
        Status.newBuilder()
            .setCode(code(error.status()).value())
            .setMessage(error.message())
            .addDetails(
                Any.pack(
                    ErrorInfo.newBuilder()
                        .setReason(error.code())
                        .setDomain(bff + ".harbor")
                        .putMetadata("traceId", traceId)
                        .build()));
    if (error.retryable()) {
      RetryInfo.Builder retry = RetryInfo.newBuilder();
      retryAfter.ifPresent(
          seconds -> retry.setRetryDelay(Duration.newBuilder().setSeconds(seconds)));
      status.addDetails(Any.pack(retry.build()));
    }
    error
        .field()
        .ifPresent(
            field ->
                status.addDetails(
                    Any.pack(
                        BadRequest.newBuilder()
                            .addFieldViolations(
                                FieldViolation.newBuilder()
                                    .setField(field)
                                    .setDescription(error.message()))
                            .build())));
    error.member().ifPresent(shown -> status.addDetails(Any.pack(shown)));
    return StatusProto.toStatusException(status.build());
  }

  /** The code that means what an HTTP status of ours means. */
  public static Code code(HttpStatus status) {
    return switch (status.code()) {
      case 401 -> Code.UNAUTHENTICATED;
      case 403 -> Code.PERMISSION_DENIED;
      case 404, 410 -> Code.NOT_FOUND;
      case 409, 412, 428 -> Code.FAILED_PRECONDITION;
      case 413, 414, 429, 431 -> Code.RESOURCE_EXHAUSTED;
      case 408, 504 -> Code.DEADLINE_EXCEEDED;
      case 502, 503 -> Code.UNAVAILABLE;
      default -> status.isServerError() ? Code.INTERNAL : Code.INVALID_ARGUMENT;
    };
  }
}
