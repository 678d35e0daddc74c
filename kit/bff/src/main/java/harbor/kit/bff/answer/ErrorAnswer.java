package harbor.kit.bff.answer;

import com.linecorp.armeria.common.HttpStatus;
import java.util.Locale;

/**
 * An answer that is not a success, as every client sees it in its own form.
 *
 * @param status HTTP status
 * @param code stable code for programs
 * @param title the same sentence for every error of this code
 * @param message what is wrong with this request; nothing internal
 * @param retryable whether the same request may succeed later
 */
public record ErrorAnswer(
    HttpStatus status, String code, String title, String message, boolean retryable) {

  /** The request is wrong; the message names the field. */
  public static ErrorAnswer invalid(String message) {
    return new ErrorAnswer(
        HttpStatus.BAD_REQUEST, "INVALID_ARGUMENT", "The request is not valid.", message, false);
  }

  /** There is no such thing. */
  public static ErrorAnswer notFound(String code, String message) {
    return new ErrorAnswer(HttpStatus.NOT_FOUND, code, "There is no such thing.", message, false);
  }

  /** Something that the answer cannot do without is down. */
  public static ErrorAnswer unavailable(String code) {
    return new ErrorAnswer(
        HttpStatus.SERVICE_UNAVAILABLE,
        code,
        "A service that this answer needs is down.",
        "Try again in a moment.",
        true);
  }

  /** Something that the answer cannot do without did not answer in time. */
  public static ErrorAnswer late(String code) {
    return new ErrorAnswer(
        HttpStatus.GATEWAY_TIMEOUT,
        code,
        "A service that this answer needs did not answer in time.",
        "Try again in a moment.",
        true);
  }

  /** A fault of ours. */
  public static ErrorAnswer internal() {
    return new ErrorAnswer(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "INTERNAL",
        "The server failed.",
        "The fault is ours; the trace id finds it.",
        false);
  }

  /** Nothing that we can send is acceptable to the client. */
  public static ErrorAnswer notAcceptable(String offered) {
    return new ErrorAnswer(
        HttpStatus.NOT_ACCEPTABLE,
        "NOT_ACCEPTABLE",
        "The answer exists in no form that Accept allows.",
        "Accept allows none of: " + offered + ".",
        false);
  }

  /** The route exists, but not with this method. */
  public static ErrorAnswer methodNotAllowed(String allowed) {
    return new ErrorAnswer(
        HttpStatus.METHOD_NOT_ALLOWED,
        "METHOD_NOT_ALLOWED",
        "This route does not know the method.",
        "Allowed here: " + allowed + ".",
        false);
  }

  /** What a status says by itself: for requests that reach no route of ours. */
  public static ErrorAnswer of(HttpStatus status) {
    return switch (status.code()) {
      case 400 -> invalid("The request is malformed.");
      case 404 -> notFound("NOT_FOUND", "There is no such route.");
      case 405 ->
          new ErrorAnswer(
              status,
              "METHOD_NOT_ALLOWED",
              "This route does not know the method.",
              "The method is not allowed here.",
              false);
      case 408 ->
          new ErrorAnswer(
              status, "REQUEST_TIMEOUT", "The request came too slowly.", "Try again.", true);
      case 413 -> tooLarge(status, "The body is over its limit.");
      case 414 -> tooLarge(status, "The request line is over its limit.");
      case 431 -> tooLarge(status, "The headers are over their limit.");
      case 429 ->
          new ErrorAnswer(
              status, "RATE_LIMITED", "Too many requests.", "Try again after Retry-After.", true);
      case 503 ->
          new ErrorAnswer(
              status, "UNAVAILABLE", "The server takes no work now.", "Try again.", true);
      default ->
          status.isClientError()
              ? new ErrorAnswer(
                  status,
                  code(status.reasonPhrase()),
                  "The request is not valid.",
                  status.reasonPhrase() + ".",
                  false)
              : failed(status);
    };
  }

  private static String code(String phrase) {
    return phrase.toUpperCase(Locale.ROOT).replaceAll("\\W+", "_").replaceAll("_$", "");
  }

  private static ErrorAnswer failed(HttpStatus status) {
    ErrorAnswer internal = internal();
    return new ErrorAnswer(
        status, internal.code(), internal.title(), internal.message(), internal.retryable());
  }

  private static ErrorAnswer tooLarge(HttpStatus status, String message) {
    return new ErrorAnswer(status, "TOO_LARGE", "The request is over a limit.", message, false);
  }
}
