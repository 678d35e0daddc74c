package harbor.kit.bff.session;

import java.util.Optional;
import java.util.Set;

/**
 * Somebody who has just signed in.
 *
 * @param userId the account's
 * @param roles what they may do besides what every user may
 * @param issuer the provider
 * @param subject the person there
 * @param sid the provider's session; empty when it does not say
 * @param displayName for people to read
 * @param tokens stay on the server
 */
public record SignedIn(
    String userId,
    Set<String> roles,
    String issuer,
    String subject,
    Optional<String> sid,
    String displayName,
    Tokens tokens) {
  /** Copies the roles. */
  public SignedIn {
    roles = Set.copyOf(roles);
  }

  /** Says nothing of the person. */
  @Override
  public String toString() {
    return "SignedIn[not shown]";
  }
}
