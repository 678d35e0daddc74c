package harbor.kit.bff.limit;

import io.github.bucket4j.Bandwidth;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many requests a client may make in a window of time. The window begins with the client's
 * first request; at its end the whole quota is there again.
 *
 * @param name as routes name it, for instance {@code checkout}
 * @param requests the quota
 * @param window whole seconds
 */
public record Limit(String name, int requests, Duration window) {
  /** The limit of routes that name no other. */
  public static final String DEFAULT = "default";

  /** The limit of routes by which people sign in. */
  public static final String SIGN_IN = "sign-in";

  /** The limit of routes by which people order and pay. */
  public static final String CHECKOUT = "checkout";

  private static final Pattern TEXT =
      Pattern.compile("([a-z-]{1,32})=(\\d{1,7})/(\\d{0,4})([smh])");
  private static final Duration MAX_WINDOW = Duration.ofHours(24);

  /** Checks the quota and the window. */
  public Limit {
    if (requests < 1) {
      throw new IllegalArgumentException("requests: " + requests + " (expected: at least 1)");
    }
    if (window.compareTo(Duration.ofSeconds(1)) < 0
        || window.compareTo(MAX_WINDOW) > 0
        || !window.equals(Duration.ofSeconds(window.toSeconds()))) {
      throw new IllegalArgumentException(
          "window: " + window + " (expected: whole seconds, at most a day)");
    }
  }

  /** So many requests a minute. */
  public static Limit perMinute(String name, int requests) {
    return new Limit(name, requests, Duration.ofMinutes(1));
  }

  /**
   * Reads {@code name=requests/window}, for instance {@code default=600/1m}; empty if it is not.
   */
  static Optional<Limit> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int count = parts.group(3).isEmpty() ? 1 : Integer.parseInt(parts.group(3));
    Duration window =
        switch (parts.group(4)) {
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          default -> Duration.ofHours(count);
        };
    try {
      return Optional.of(new Limit(parts.group(1), Integer.parseInt(parts.group(2)), window));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return "%s=%d/%ds".formatted(name, requests, window.toSeconds());
  }

  /** As Bucket4j counts it. */
  Bandwidth bandwidth() {
    return Bandwidth.builder().capacity(requests).refillIntervally(requests, window).build();
  }
}
