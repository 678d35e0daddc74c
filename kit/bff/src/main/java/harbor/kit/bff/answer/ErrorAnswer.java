package harbor.kit.bff.answer;

import com.linecorp.armeria.common.HttpStatus;

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

  ErrorAnswer(HttpStatus status, String code, String title, String message, boolean retryable) {
    this.status = status;
    this.code = code;
    this.title = title;
    this.message = message;
    this.retryable = retryable;
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

  @Override
  public String toString() {
    return status.code() + " " + code;
  }
}
