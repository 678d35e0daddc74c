package harbor.kit.service.change;

import harbor.kit.service.call.Failure;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * A place in the order of all changes of a service: right after one entry of its outbox.
 *
 * <p>The number alone would not do: after a restore from a backup the same numbers are given again,
 * to other changes. The time at which the number was given tells the two apart, and a token of this
 * database from one of another.
 *
 * @param number of the entry, from 0; each is one more than the one before
 * @param atMicros when it was given, in microseconds since 1970
 */
record ChangePosition(long number, long atMicros) {
  /** Before there was anything. */
  static final ChangePosition NONE = new ChangePosition(0, 0);

  private static final byte FORM = 1;
  private static final int BYTES = Byte.BYTES + 2 * Long.BYTES;

  /** What a client resumes with. */
  String token() {
    byte[] bytes = ByteBuffer.allocate(BYTES).put(FORM).putLong(number).putLong(atMicros).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The position that a token stands for; a text that is none ends the call. */
  static ChangePosition of(String token) {
    ByteBuffer bytes = ByteBuffer.wrap(decoded(token));
    if (bytes.remaining() == BYTES && bytes.get() == FORM) {
      ChangePosition position = new ChangePosition(bytes.getLong(), bytes.getLong());
      if (position.number >= 0 && position.token().equals(token)) {
        return position;
      }
    }
    throw malformed();
  }

  private static byte[] decoded(String token) {
    try {
      return Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException _) {
      throw malformed();
    }
  }

  private static Failure malformed() {
    return Failure.invalidArgument(
        "INVALID_RESUME_TOKEN", "resume_token is malformed (expected: one that a watch gave).");
  }
}
