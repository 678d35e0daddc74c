package harbor.kit.bff.answer;

import com.linecorp.armeria.common.HttpStatus;
import io.grpc.Status;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One row of an {@link ErrorTable}: what happened, and what clients are told.
 *
 * @param at whether a core service said it, of which call, or it happened at the edge
 * @param key a gRPC status, {@code *} for every other one; the name of a call or of an event
 * @param reason the core service's reason; {@code *} for every other one
 * @param status HTTP status of the answer
 * @param code stable code; {@code {SERVICE}} and {@code {STATUS}} are filled in
 * @param retryable whether the same request may succeed later
 * @param title a sentence
 * @param message a sentence; {@code {detail}} is filled in
 */
public record ErrorRow(
    At at,
    String key,
    String reason,
    HttpStatus status,
    String code,
    boolean retryable,
    String title,
    String message) {
  /** For every other one. */
  static final String ANY = "*";

  private static final String SERVICE = "{SERVICE}";
  private static final String STATUS = "{STATUS}";
  private static final String DETAIL = "{detail}";
  private static final int COLUMNS = 8;
  private static final Pattern CALL = Pattern.compile("[a-z_]+(\\.[a-z_]+)+");
  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*");

  /** Where something happened. */
  public enum At {
    /** A core service said it. */
    GRPC,
    /** A call of a screen has no answer because its service is not available. */
    CALL,
    /** It happened in the BFF itself. */
    EDGE
  }

  /** Reads a row; throws an {@link IllegalArgumentException} that says what would fit. */
  static ErrorRow parse(String line) {
    String[] fields = line.split("\t", -1);
    expect(fields.length == COLUMNS, "columns: " + fields.length, COLUMNS + ", one tab between");
    ErrorRow row =
        new ErrorRow(
            at(fields[0]),
            fields[1],
            fields[2],
            status(fields[3]),
            fields[4],
            retryable(fields[5]),
            fields[6],
            fields[7]);
    row.check();
    return row;
  }

  private void check() {
    switch (at) {
      case GRPC -> {
        expect(key.equals(ANY) || isStatus(key), "key: " + key, "a gRPC status that fails, or *");
        expect(
            reason.equals(ANY) || (isName(reason) && !key.equals(ANY)),
            "reason: " + reason,
            "A_NAME of a status, or *");
        expect(
            isName(code.replace(SERVICE, "S")), "code: " + code, "A_NAME, {SERVICE} may be in it");
        expect(!message.contains(DETAIL), "message: " + message, "no {detail} of a core service");
      }
      case CALL -> {
        expect(CALL.matcher(key).matches(), "key: " + key, "the name of a call");
        expect(reason.equals(ANY), "reason: " + reason, "* of a call");
        expect(isName(code), "code: " + code, "A_NAME");
        expect(!message.contains(DETAIL), "message: " + message, "no {detail} of a core service");
      }
      case EDGE -> {
        expect(isName(key), "key: " + key, "A_NAME");
        expect(reason.equals(ANY), "reason: " + reason, "* at the edge");
        expect(isName(code) || code.equals(STATUS), "code: " + code, "A_NAME, or {STATUS}");
      }
    }
    expect(title.endsWith("."), "title: " + title, "a sentence");
    expect(
        message.endsWith(".") || message.equals(DETAIL),
        "message: " + message,
        "a sentence, or {detail}");
  }

  /** Whether it says of a service, whichever that is, that it is not available. */
  boolean isUnavailable() {
    return at == At.GRPC && code.contains(SERVICE);
  }

  /** What a client is told when a service said this. */
  ErrorAnswer ofService(String service) {
    return new ErrorAnswer(status, code.replace(SERVICE, name(service)), title, message, retryable);
  }

  /** What a client is told when this happened here. */
  ErrorAnswer ofEdge(HttpStatus actual, String detail) {
    String said =
        detail.isEmpty() && message.contains(DETAIL) ? title : message.replace(DETAIL, detail);
    return new ErrorAnswer(
        actual, code.replace(STATUS, name(actual.reasonPhrase())), title, said, retryable);
  }

  private static String name(String text) {
    return text.toUpperCase(Locale.ROOT).replaceAll("\\W+", "_").replaceAll("_$", "");
  }

  private static At at(String text) {
    return switch (text) {
      case "grpc" -> At.GRPC;
      case "call" -> At.CALL;
      case "edge" -> At.EDGE;
      default -> throw refused("at: " + text, "grpc, call or edge");
    };
  }

  private static HttpStatus status(String text) {
    expect(text.matches("[45]\\d\\d"), "http: " + text, "400 to 599");
    return HttpStatus.valueOf(Integer.parseInt(text));
  }

  private static boolean retryable(String text) {
    expect(text.matches("yes|no"), "retryable: " + text, "yes or no");
    return text.equals("yes");
  }

  private static boolean isStatus(String key) {
    return Stream.of(Status.Code.values())
        .anyMatch(code -> code != Status.Code.OK && code.name().equals(key));
  }

  private static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  private static void expect(boolean holds, String found, String expected) {
    if (!holds) {
      throw refused(found, expected);
    }
  }

  private static IllegalArgumentException refused(String found, String expected) {
    return new IllegalArgumentException("%s (expected: %s)".formatted(found, expected));
  }
}
