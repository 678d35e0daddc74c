package harbor.kit.bff.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Access tokens of the provider by the user whom they belong to, for whatever is done on their
 * behalf, also while no request of theirs is under way: the token that an app brought last, until
 * its end, otherwise that of a session, renewed where it is due. Thread-safe.
 */
public final class PeoplesTokens {
  private static final int MAX_BEARERS = 20_000;
  private static final Duration MAX_KEPT = Duration.ofHours(1);

  private final Sessions sessions;
  private final InstantSource clock;
  private final Cache<String, Bearing> bearers =
      Caffeine.newBuilder().maximumSize(MAX_BEARERS).expireAfterWrite(MAX_KEPT).build();

  /** What an app brought. */
  private record Bearing(String token, Instant expiresAt) {}

  /** Of people with sessions. */
  public PeoplesTokens(Sessions sessions, InstantSource clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  /** An app has brought a valid one. */
  void bearer(String userId, String token, Instant expiresAt) {
    bearers.put(userId, new Bearing(token, expiresAt));
  }

  /** A valid one; empty when the user is not signed in here. Fails when nobody knows now. */
  public CompletionStage<Optional<String>> of(String userId) {
    Bearing known = bearers.getIfPresent(userId);
    return known != null && clock.instant().isBefore(known.expiresAt())
        ? CompletableFuture.completedFuture(Optional.of(known.token()))
        : sessions.accessToken(userId);
  }
}
