package harbor.users;

import harbor.kit.runtime.Identifiers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the list of users, which begins with the latest: after the one who was created then
 * and has that id.
 */
record Position(Instant createdAt, String userId) {
  /** Before the latest: no user is later, and no id sorts behind a tilde. */
  static final Position START = new Position(Instant.parse("9999-12-31T23:59:59.999999Z"), "~");

  private static final Pattern KEY = Pattern.compile("([0-9]{1,18}):(.+)");

  /** After the given user. */
  static Position after(User user) {
    return new Position(user.audit().createdAt(), user.id());
  }

  /** The place that {@link #key()} wrote; empty for any other text. */
  static Optional<Position> parse(String key) {
    Matcher parts = KEY.matcher(key);
    if (!parts.matches() || !Identifiers.isWellFormed(parts.group(2))) {
      return Optional.empty();
    }
    long micros = Long.parseLong(parts.group(1));
    return micros > micros(START.createdAt)
        ? Optional.empty()
        : Optional.of(new Position(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), parts.group(2)));
  }

  /** Says it in one text. */
  String key() {
    return micros(createdAt) + ":" + userId;
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
