package harbor.kit.bff.session;

import harbor.kit.client.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A person who is signed in at one browser or app. Immutable; never holds the id that the cookie
 * carries.
 *
 * @param handle the SHA-256 of the cookie's id: names the session in lists, logs and stores
 * @param frontend the {@link Frontend} that it belongs to
 * @param userId the account's
 * @param roles what they may do besides what every user may
 * @param issuer the provider
 * @param subject the person there
 * @param sid the provider's session; empty when it did not say
 * @param displayName for people to read
 * @param csrfTag what the session's pages send with each change
 * @param tokens the provider's, with what earlier answers said
 * @param createdAt when they signed in
 * @param activeAt when they last did something, to the minute
 * @param endsAt when it ends whatever happens
 * @param refresh whether its tokens are being renewed
 */
public record Session(
    String handle,
    String frontend,
    String userId,
    Set<String> roles,
    String issuer,
    String subject,
    Optional<String> sid,
    String displayName,
    String csrfTag,
    Tokens tokens,
    Instant createdAt,
    Instant activeAt,
    Instant endsAt,
    RefreshState refresh) {
  /** Whether a session's tokens are being renewed. */
  public sealed interface RefreshState {
    /** They are not, and are not to be before this time. */
    record Idle(Instant notBefore) implements RefreshState {}

    /**
     * Somebody has sent the refresh token, or is about to.
     *
     * @param by tells this refresh from every other one
     * @param since when it began
     */
    record UnderWay(String by, Instant since) implements RefreshState {}
  }

  /** Copies the roles. */
  public Session {
    roles = Set.copyOf(roles);
  }

  /** On whose behalf its requests are made. */
  public Caller caller() {
    return Caller.user(userId, roles);
  }

  /** When it ends if nobody does anything any more. */
  Instant endsAt(Duration idle) {
    Instant idleEnd = activeAt.plus(idle);
    return idleEnd.isBefore(endsAt) ? idleEnd : endsAt;
  }

  Session with(RefreshState state) {
    return with(tokens, activeAt, state);
  }

  Session with(Tokens next, Instant active, RefreshState state) {
    return new Session(
        handle,
        frontend,
        userId,
        roles,
        issuer,
        subject,
        sid,
        displayName,
        csrfTag,
        next,
        createdAt,
        active,
        endsAt,
        state);
  }

  /** Its handle alone. */
  @Override
  public String toString() {
    return "Session[" + handle + "]";
  }
}
