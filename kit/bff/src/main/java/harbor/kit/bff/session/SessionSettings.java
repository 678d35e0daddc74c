package harbor.kit.bff.session;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * How long sessions last, and what they are encrypted with.
 *
 * @param idle after which a session ends whose person does nothing
 * @param max after which it ends in any case
 * @param keys the first one encrypts, all decrypt; empty for one of the process's own
 */
public record SessionSettings(Duration idle, Duration max, List<byte[]> keys) {
  private static final String KEYS = "HARBOR_SESSION_KEYS";
  private static final int KEY_BYTES = 32;

  /** Copies the list. */
  public SessionSettings {
    keys = List.copyOf(keys);
  }

  /** Reads {@code HARBOR_SESSION_...}. */
  public static SessionSettings from(Environment environment) {
    return new SessionSettings(
        Duration.ofMinutes(
            environment.integer(
                "HARBOR_SESSION_IDLE_MINUTES",
                30,
                1,
                60 * 24 * 30,
                "Minutes after which a session ends whose person does nothing.")),
        Duration.ofHours(
            environment.integer(
                "HARBOR_SESSION_MAX_HOURS",
                12,
                1,
                24 * 90,
                "Hours after a sign-in after which its session ends in any case.")),
        environment
            .optionalText(
                KEYS,
                "Keys of 32 bytes in Base64 (openssl rand -base64 32), separated by commas, with"
                    + " which sessions are encrypted in Redis: the first one writes, all read."
                    + " Without them each process keeps its sessions in its own memory.")
            .map(SessionSettings::keys)
            .orElse(List.of()));
  }

  private static List<byte[]> keys(String text) {
    try {
      List<byte[]> keys =
          Arrays.stream(text.split(",", -1))
              .map(key -> Base64.getDecoder().decode(key.strip()))
              .toList();
      if (keys.stream().allMatch(key -> key.length == KEY_BYTES)) {
        return keys;
      }
    } catch (IllegalArgumentException _) {
      // said below, without the value
    }
    throw new InvalidSetting(
        KEYS, "(not shown)", "keys of 32 bytes in Base64, separated by commas");
  }

  /** Says nothing of the keys. */
  @Override
  public String toString() {
    return "SessionSettings[idle=%s, max=%s, %d keys]".formatted(idle, max, keys.size());
  }
}
