package harbor.kit.runtime;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Ties together what one action of a client causes, over several requests where the client says so.
 *
 * @param value 1 to 64 characters of {@code [A-Za-z0-9._-]}
 */
public record CorrelationId(String value) {
  /** Name of the HTTP header and of the gRPC metadata entry. */
  public static final String HEADER = "x-correlation-id";

  private static final int MOST_CHARACTERS = 64;

  /** Checks the value. */
  public CorrelationId {
    if (!isWellFormed(value)) {
      throw new IllegalArgumentException(
          "value: malformed (expected: 1 to 64 characters of [A-Za-z0-9._-])");
    }
  }

  /** The given one when it is well-formed, otherwise a new one. */
  public static CorrelationId takeOrMake(@Nullable String given) {
    return given != null && isWellFormed(given) ? new CorrelationId(given) : random();
  }

  /** A new one: 16 random hexadecimal digits. */
  public static CorrelationId random() {
    return new CorrelationId(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
  }

  private static boolean isWellFormed(String value) {
    return !value.isEmpty()
        && value.length() <= MOST_CHARACTERS
        && value.chars().allMatch(CorrelationId::isAllowed);
  }

  private static boolean isAllowed(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '-';
  }
}
