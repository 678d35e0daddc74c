package harbor.kit.bff.signin.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jwt.JWTClaimsSet;
import harbor.kit.bff.session.BearerOutcome;
import harbor.kit.bff.session.BearerTokens;
import harbor.kit.bff.session.Hashes;
import harbor.kit.client.identity.RolesClaim;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Access tokens of the provider, as apps send them. Good ones are remembered by their hash for some
 * minutes, so that a signature is checked once and a withdrawn key is not believed for long.
 * Thread-safe.
 */
final class AccessTokens implements BearerTokens {
  private static final Duration REMEMBERED = Duration.ofMinutes(5);

  /** A request of an app does not wait longer for a provider that is silent. */
  private static final Duration PATIENCE = Duration.ofMillis(900);

  private static final int MAX_REMEMBERED = 20_000;

  private final SignedTokens signed;
  private final TokenRules rules;
  private final RolesClaim roles;
  private final InstantSource clock;
  private final Cache<String, Known> known =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

  private record Known(BearerOutcome.Valid outcome, Instant until) {}

  AccessTokens(SignedTokens signed, ProviderSettings settings, InstantSource clock) {
    this.signed = signed;
    this.rules = TokenRules.accessToken(settings, clock);
    this.roles = settings.provider().roles();
    this.clock = clock;
  }

  @Override
  public CompletableFuture<BearerOutcome> check(String token) {
    String hash = Hashes.of(token);
    Known before = known.getIfPresent(hash);
    if (before != null) {
      if (clock.instant().isBefore(before.until)) {
        return CompletableFuture.completedFuture(before.outcome);
      }
      known.invalidate(hash);
    }
    return signed
        .check(token, rules)
        .handle(
            (claims, failure) ->
                failure == null ? outcome(hash, claims) : new BearerOutcome.Unavailable())
        .completeOnTimeout(
            new BearerOutcome.Unavailable(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private BearerOutcome outcome(String hash, Optional<JWTClaimsSet> claims) {
    if (claims.isEmpty()) {
      return new BearerOutcome.Invalid();
    }
    JWTClaimsSet said = claims.get();
    Instant expiry = said.getExpirationTime().toInstant();
    BearerOutcome.Valid valid =
        new BearerOutcome.Valid(said.getIssuer(), said.getSubject(), roles.of(said), expiry);
    Instant end = clock.instant().plus(REMEMBERED);
    known.put(hash, new Known(valid, expiry.isBefore(end) ? expiry : end));
    return valid;
  }
}
