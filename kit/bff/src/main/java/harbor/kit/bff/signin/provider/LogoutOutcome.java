package harbor.kit.bff.signin.provider;

import java.time.Instant;
import java.util.Optional;

/** What a logout token of the provider turned out to be. */
public sealed interface LogoutOutcome {
  /**
   * A person, or one session of theirs at the provider, has ended.
   *
   * @param sid the session; empty for all of the person's
   * @param subject the person; empty where the token names the session alone
   * @param id of the token, which is good for one time
   * @param until when a token with this id is refused for its age
   */
  record Ended(
      String issuer, Optional<String> sid, Optional<String> subject, String id, Instant until)
      implements LogoutOutcome {}

  /** It is none. */
  record Refused() implements LogoutOutcome {}
}
