package harbor.kit.bff.signin.provider;

import harbor.kit.bff.session.IdentityClaims;
import harbor.kit.bff.session.Tokens;
import java.util.Optional;
import java.util.Set;

/** What the provider gave for a code. */
public sealed interface CodeOutcome {
  /**
   * Somebody has signed in.
   *
   * @param sid the session at the provider; empty where it names none
   */
  record Person(IdentityClaims claims, Set<String> roles, Optional<String> sid, Tokens tokens)
      implements CodeOutcome {
    /** Copies the set. */
    public Person {
      roles = Set.copyOf(roles);
    }
  }

  /** Nobody: the code, or the token that came for it, is not good. */
  record Refused() implements CodeOutcome {}
}
