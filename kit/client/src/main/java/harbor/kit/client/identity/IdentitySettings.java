package harbor.kit.client.identity;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import harbor.kit.runtime.StartFailed;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Where the keys of a process are, and how long its tokens last.
 *
 * @param keys absent when the setting is: then there are no tokens
 * @param lifetime of a token
 */
public record IdentitySettings(Optional<KeyFiles> keys, Duration lifetime) {
  /** The variable that names the directory of keys. */
  public static final String KEYS = "HARBOR_KEYS";

  /** Reads them. */
  public static IdentitySettings from(Environment environment) {
    Optional<String> directory =
        environment.optionalText(
            KEYS,
            "Directory of keys: private/<process>.jwks signs this process' calls,"
                + " trusted/<process>.jwks says whose calls are believed. Without it, ./harbor up"
                + " makes them in its data directory.");
    int seconds =
        environment.integer(
            "HARBOR_SERVICE_TOKEN_SECONDS", 120, 30, 600, "Seconds that a service token lasts.");
    return new IdentitySettings(
        directory.map(IdentitySettings::files), Duration.ofSeconds(seconds));
  }

  private static KeyFiles files(String directory) {
    try {
      return new KeyFiles(Path.of(directory));
    } catch (InvalidPathException _) {
      throw new InvalidSetting(KEYS, directory, "a path of this system");
    }
  }

  /**
   * The directory of keys.
   *
   * @param process the one that cannot do without
   * @throws StartFailed when the setting is absent
   */
  public KeyFiles keysFor(String process) {
    return keys.orElseThrow(
        () ->
            new StartFailed(
                ("%s has no keys, and no core service believes a process without: make some with"
                        + " ./harbor keys DIRECTORY and set %s to that directory.")
                    .formatted(process, KEYS)));
  }

  /** The tokens of a process; absent when there are no keys. */
  public Optional<ServiceTokens> tokensOf(String process) {
    return tokensOf(process, InstantSource.system());
  }

  /** The same by another clock. */
  public Optional<ServiceTokens> tokensOf(String process, InstantSource clock) {
    return keys.map(files -> ServiceTokens.of(process, lifetime, files, clock));
  }
}
