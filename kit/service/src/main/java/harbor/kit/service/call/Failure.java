package harbor.kit.service.call;

import io.grpc.Status;

/**
 * An expected ending of a call that is not an answer: a gRPC status with a stable reason.
 *
 * <p>Thrown at the edge only, where a {@code *Service} translates a domain outcome; {@link Answer}
 * sends it as {@code google.rpc.ErrorInfo}. The detail is for developers of the caller and holds
 * nothing that a caller did not send.
 */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Status.Code code;
  private final String reason;

  private Failure(Status.Code code, String reason, String detail) {
    super(detail, null, false, false);
    this.code = code;
    this.reason = reason;
  }

  /** The request is wrong and stays wrong. */
  public static Failure invalidArgument(String reason, String detail) {
    return new Failure(Status.Code.INVALID_ARGUMENT, reason, detail);
  }

  /** There is no such thing. */
  public static Failure notFound(String reason, String detail) {
    return new Failure(Status.Code.NOT_FOUND, reason, detail);
  }

  /** The state of things does not allow it. */
  public static Failure failedPrecondition(String reason, String detail) {
    return new Failure(Status.Code.FAILED_PRECONDITION, reason, detail);
  }

  /** Something else was under way at the same time; trying again may succeed. */
  public static Failure aborted(String reason, String detail) {
    return new Failure(Status.Code.ABORTED, reason, detail);
  }

  /** The time of the call is over. */
  public static Failure deadlineExceeded() {
    return new Failure(
        Status.Code.DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED", "The time of the call is over.");
  }

  /** The database cannot be asked now. */
  public static Failure databaseUnavailable() {
    return new Failure(
        Status.Code.UNAVAILABLE, "DATABASE_UNAVAILABLE", "The service cannot reach its data.");
  }

  /** The gRPC status. */
  public Status.Code code() {
    return code;
  }

  /** The stable reason, capital letters with underscores. */
  public String reason() {
    return reason;
  }
}
