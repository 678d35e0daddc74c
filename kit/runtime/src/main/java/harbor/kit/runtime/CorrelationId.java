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

  /** Checks the value. */
  public CorrelationId {
    if (!Identifiers.isWellFormed(value)) {
      throw new IllegalArgumentException("value: malformed (expected: " + Identifiers.FORM + ")");
    }
  }

  /** The given one when it is well-formed, otherwise a new one. */
  public static CorrelationId takeOrMake(@Nullable String given) {
    return given != null && Identifiers.isWellFormed(given) ? new CorrelationId(given) : random();
  }

  /** A new one: 16 random hexadecimal digits. */
  public static CorrelationId random() {
    return new CorrelationId(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()));
  }
}
