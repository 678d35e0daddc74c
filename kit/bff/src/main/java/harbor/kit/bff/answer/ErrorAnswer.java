package harbor.kit.bff.answer;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.HttpStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is not a success, as every client sees it in its own form. Only an {@link
 * ErrorTable} makes one. Immutable.
 */
public final class ErrorAnswer {
  private final HttpStatus status;
  private final String code;
  private final String title;
  private final String message;
  private final boolean retryable;
  private final @Nullable String field;
  private final @Nullable Message member;

  ErrorAnswer(HttpStatus status, String code, String title, String message, boolean retryable) {
    this(status, code, title, message, retryable, null, null);
  }

  private ErrorAnswer(
      HttpStatus status,
      String code,
      String title,
      String message,
      boolean retryable,
      @Nullable String field,
      @Nullable Message member) {
    this.status = status;
    this.code = code;
    this.title = title;
    this.message = message;
    this.retryable = retryable;
    this.field = field;
    this.member = member;
  }

  /** The same, of a field of the request. */
  public ErrorAnswer withField(String name) {
    return new ErrorAnswer(status, code, title, message, retryable, name, member);
  }

  /** The same, with what its code has to show: the resource as it is now, for instance. */
  public ErrorAnswer withMember(Message shown) {
    return new ErrorAnswer(status, code, title, message, retryable, field, shown);
  }

  /** HTTP status. */
  public HttpStatus status() {
    return status;
  }

  /** Stable code for programs. */
  public String code() {
    return code;
  }

  /** The same sentence for every error of its row. */
  public String title() {
    return title;
  }

  /** What is wrong with this request; nothing internal. */
  public String message() {
    return message;
  }

  /** Whether the same request may succeed later. */
  public boolean retryable() {
    return retryable;
  }

  /** The field of the request that is at fault, as the client knows it. */
  public Optional<String> field() {
    return Optional.ofNullable(field);
  }

  /** What this code has to show besides: which member it is in, its type tells. */
  public Optional<Message> member() {
    return Optional.ofNullable(member);
  }

  @Override
  public String toString() {
    return status.code() + " " + code;
  }
}
