package harbor.reviews;

import harbor.kit.runtime.Identifiers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the list of a product's reviews, which begins with the newest: after the review that
 * was written then and has that id.
 */
record Position(Instant writtenAt, String id) {
  /** Before the newest: no review is later, and no id sorts behind a tilde. */
  static final Position START = new Position(Instant.parse("9999-12-31T23:59:59.999999Z"), "~");

  private static final Pattern KEY = Pattern.compile("(-?[0-9]{1,18}):(.+)");
  private static final long EARLIEST = micros(Instant.parse("0001-01-01T00:00:00Z"));

  /** After the given review. */
  static Position after(Review review) {
    return new Position(review.writtenAt(), review.id());
  }

  /** The place that {@link #key()} wrote; empty for any other text. */
  static Optional<Position> parse(String key) {
    Matcher parts = KEY.matcher(key);
    if (!parts.matches() || !Identifiers.isWellFormed(parts.group(2))) {
      return Optional.empty();
    }
    long micros = Long.parseLong(parts.group(1));
    return micros < EARLIEST || micros > micros(START.writtenAt)
        ? Optional.empty()
        : Optional.of(new Position(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), parts.group(2)));
  }

  /** Says it in one text. */
  String key() {
    return micros(writtenAt) + ":" + id;
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
