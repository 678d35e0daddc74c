package harbor.kit.client;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import org.jspecify.annotations.Nullable;

/**
 * A service answered what cannot be true, so that whoever asked has no answer: INTERNAL with the
 * reason {@value #REASON}. What was wrong is for logs, and goes to no client.
 *
 * <p>Without a stack trace: it is no bug of ours, and a service that answers nonsense does so
 * often.
 */
public final class InvalidAnswer extends StatusRuntimeException {
  /** Its stable reason. */
  public static final String REASON = "INVALID_ANSWER";

  private static final long serialVersionUID = 1;
  private static final int MAX_SHOWN = 60;
  private static final @Nullable Metadata TRAILERS = trailers();

  private final String fault;

  private InvalidAnswer(String fault) {
    super(Status.INTERNAL.withDescription(fault), TRAILERS);
    this.fault = fault;
  }

  /**
   * Of a field of an answer.
   *
   * @param value what it is; a long one is cut, a control character shown as {@code ?}
   * @param expected what it should be
   */
  public static InvalidAnswer of(String field, Object value, String expected) {
    return new InvalidAnswer(
        "%s: %s (expected: %s)".formatted(field, shown(value.toString()), expected));
  }

  /** What was wrong: {@code stock.available: -5 (expected: 0 to 9)}. */
  public String fault() {
    return fault;
  }

  private static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), MAX_SHOWN); i++) {
      char each = text.charAt(i);
      shown.append(Character.isISOControl(each) ? '?' : each);
    }
    return text.length() > MAX_SHOWN ? shown + "..." : shown.toString();
  }

  private static @Nullable Metadata trailers() {
    ErrorInfo info = ErrorInfo.newBuilder().setReason(REASON).setDomain("clients.harbor").build();
    return StatusProto.toStatusRuntimeException(
            com.google.rpc.Status.newBuilder()
                .setCode(Code.INTERNAL_VALUE)
                .addDetails(Any.pack(info))
                .build())
        .getTrailers();
  }

  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it changes nothing
  public Throwable fillInStackTrace() {
    return this;
  }
}
