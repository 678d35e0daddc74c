package harbor.kit.service.call;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;

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
  private final transient List<Any> details;
  private final boolean decided;

  private Failure(Status.Code code, String reason, String text) {
    this(code, reason, text, List.of(), false);
  }

  private Failure(
      Status.Code code, String reason, String text, List<Any> details, boolean decided) {
    super(text, null, false, false);
    this.code = code;
    this.reason = reason;
    this.details = details;
    this.decided = decided;
  }

  /** The failure that {@link Answer#message} made a message of. */
  public static Failure of(com.google.rpc.Status message) {
    try {
      return new Failure(
          Status.fromCodeValue(message.getCode()).getCode(),
          message.getDetails(0).unpack(ErrorInfo.class).getReason(),
          message.getMessage(),
          message.getDetailsList().subList(1, message.getDetailsCount()),
          true);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("message: none of a failure", e);
    }
  }

  /** The request is wrong and stays wrong. */
  public static Failure invalidArgument(String reason, String detail) {
    return new Failure(Status.Code.INVALID_ARGUMENT, reason, detail);
  }

  /** Nobody stands behind the call, and somebody has to. */
  public static Failure unauthenticated(String reason, String detail) {
    return new Failure(Status.Code.UNAUTHENTICATED, reason, detail);
  }

  /** Whoever stands behind the call may not make it. */
  public static Failure permissionDenied(String reason, String detail) {
    return new Failure(Status.Code.PERMISSION_DENIED, reason, detail);
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

  /** There is a limit to how much one may ask. */
  public static Failure resourceExhausted(String reason, String detail) {
    return new Failure(Status.Code.RESOURCE_EXHAUSTED, reason, detail);
  }

  /** The time of the call is over. */
  public static Failure deadlineExceeded() {
    return new Failure(
        Status.Code.DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED", "The time of the call is over.");
  }

  /** Something that is needed cannot be had now; trying again may succeed. */
  public static Failure unavailable(String reason, String detail) {
    return new Failure(Status.Code.UNAVAILABLE, reason, detail);
  }

  /** The database cannot be asked now. */
  public static Failure databaseUnavailable() {
    return new Failure(
        Status.Code.UNAVAILABLE, "DATABASE_UNAVAILABLE", "The service cannot reach its data.");
  }

  /** The database answers and takes no changes: a standby, or a primary that became one. */
  public static Failure databaseReadOnly() {
    return new Failure(
        Status.Code.UNAVAILABLE, "DATABASE_READ_ONLY", "The service can read its data alone.");
  }

  /**
   * The same as a decision: the request was understood and answered with no, and stays so answered
   * when it is sent again with its idempotency key.
   */
  public Failure decided() {
    return new Failure(code, reason, getMessage(), details, true);
  }

  /** The same with a message for the caller, for instance what the resource is now. */
  public Failure with(Message detail) {
    List<Any> all = new ArrayList<>(details);
    all.add(Any.pack(detail));
    return new Failure(code, reason, getMessage(), List.copyOf(all), decided);
  }

  /** Whether it decided something. */
  public boolean isDecided() {
    return decided;
  }

  /** Messages for the caller. */
  List<Any> details() {
    return details;
  }

  @Override
  public String getMessage() {
    return requireNonNull(super.getMessage());
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
