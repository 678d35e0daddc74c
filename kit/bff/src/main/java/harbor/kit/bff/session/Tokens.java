package harbor.kit.bff.session;

import java.time.Instant;
import java.util.Optional;

/**
 * What a provider's token endpoint gave; an answer leaves out what has not changed.
 *
 * @param access the access token
 * @param accessExpiresAt when the access token ends; empty when the provider does not say
 * @param refresh the refresh token; empty when there is none, or no new one
 * @param idToken the ID token; empty when there is none, or no new one
 */
public record Tokens(
    String access,
    Optional<Instant> accessExpiresAt,
    Optional<String> refresh,
    Optional<String> idToken) {
  /** These, and of the newer ones what they say. The newer access token has its own end. */
  Tokens updated(Tokens newer) {
    return new Tokens(
        newer.access,
        newer.accessExpiresAt,
        newer.refresh.or(() -> refresh),
        newer.idToken.or(() -> idToken));
  }

  /** Says nothing of the tokens. */
  @Override
  public String toString() {
    return "Tokens[not shown]";
  }
}
