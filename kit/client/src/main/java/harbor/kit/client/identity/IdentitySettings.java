package harbor.kit.client.identity;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import harbor.kit.runtime.StartFailed;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Where the keys of a process are, how long its tokens last, and who speaks for people.
 *
 * @param keys absent when the setting is: then there are no tokens
 * @param lifetime of a token
 * @param people the provider whose tokens are believed about people; empty where it is the BFFs
 * @param isExchanging whether BFFs call with its tokens for people, and are believed about people
 *     in no other way
 */
public record IdentitySettings(
    Optional<KeyFiles> keys,
    Duration lifetime,
    Optional<PersonIssuer> people,
    boolean isExchanging) {
  /** The variable that names the directory of keys. */
  public static final String KEYS = "HARBOR_KEYS";

  private static final String EXCHANGE = "HARBOR_TOKEN_EXCHANGE";

  /** Of processes that sign their own tokens for everybody. */
  public IdentitySettings(Optional<KeyFiles> keys, Duration lifetime) {
    this(keys, lifetime, Optional.empty(), false);
  }

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
    String exchange =
        environment.oneOf(
            EXCHANGE,
            List.of("off", "accept", "on"),
            "off",
            "on: BFFs call core services for people with tokens that the provider gives for each"
                + " service (token exchange), and core services believe no BFF about people by"
                + " itself; accept: core services take both, while the others are changed.");
    return new IdentitySettings(
        directory.map(IdentitySettings::files),
        Duration.ofSeconds(seconds),
        exchange.equals("off") ? Optional.empty() : Optional.of(people(environment, exchange)),
        exchange.equals("on"));
  }

  private static PersonIssuer people(Environment environment, String exchange) {
    return PersonIssuer.from(environment)
        .orElseThrow(
            () ->
                new InvalidSetting(
                    EXCHANGE, exchange, "off, or a value of " + PersonIssuer.ISSUER + " with it"));
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
