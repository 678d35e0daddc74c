package harbor.kit.bff.events;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The id of an event: what was asked, and up to which change at each source the client has the
 * states. For clients it is opaque.
 *
 * @param question a hash of what was asked: the id says nothing about anything else
 * @param tokens a resume token a source, in their order
 */
record EventId(long question, List<String> tokens) {
  /** As long as clients may make one. */
  static final int MAX_CHARACTERS = 4_000;

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  /** Resume tokens are of {@code [A-Za-z0-9_-]}. */
  private static final String SEPARATOR = ".";

  /** Reads one; empty when it can be none of ours. */
  static Optional<EventId> parse(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    String[] parts = text.split("\\.", -1);
    byte[] question;
    try {
      question = Base64.getUrlDecoder().decode(parts[0]);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    return question.length == Long.BYTES
        ? Optional.of(
            new EventId(
                ByteBuffer.wrap(question).getLong(), Arrays.asList(parts).subList(1, parts.length)))
        : Optional.empty();
  }

  /** As clients get it. */
  String text() {
    return text(question, String.join(SEPARATOR, tokens));
  }

  static String text(long question, String joinedTokens) {
    byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(question).array();
    return ENCODER.encodeToString(bytes) + SEPARATOR + joinedTokens;
  }
}
