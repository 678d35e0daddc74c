package harbor.kit.bff.session;

import java.time.Instant;
import java.util.Set;

/** What a check of a bearer token found. */
public sealed interface BearerOutcome {
  /**
   * The provider gave it, for us.
   *
   * @param expiresAt when it ends
   */
  record Valid(String issuer, String subject, Set<String> roles, Instant expiresAt)
      implements BearerOutcome {
    /** Copies the roles. */
    public Valid {
      roles = Set.copyOf(roles);
    }
  }

  /** It is none of the provider's, none for us, or has ended. */
  record Invalid() implements BearerOutcome {}

  /** It cannot be checked now: the provider's keys are not known. */
  record Unavailable() implements BearerOutcome {}
}
