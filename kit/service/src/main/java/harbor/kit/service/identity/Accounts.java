package harbor.kit.service.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import harbor.kit.client.Read;
import harbor.kit.client.Service;
import harbor.type.v1.AccountsServiceGrpc;
import harbor.type.v1.FindAccountRequest;
import harbor.type.v1.FindAccountResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;

/**
 * Whose account a person at the provider has, as the service of accounts says: asked again after
 * two minutes, and believed as it was while that service does not answer, which is then asked every
 * ten seconds. Blocks; thread-safe.
 */
final class Accounts {
  /** Who has the accounts. */
  static final Service<Accounts> SERVICE =
      Service.of(
          "users",
          9107,
          channels ->
              new Accounts(
                  channels.read(
                      AccountsServiceGrpc.getFindAccountMethod(),
                      person ->
                          FindAccountRequest.newBuilder()
                              .setIssuer(person.issuer())
                              .setSubject(person.subject())
                              .build(),
                      FindAccountResponse::getUserId)));

  private static final Duration DEADLINE = Duration.ofMillis(500);
  private static final Duration MAX_KEPT = Duration.ofHours(1);
  private static final long AGAIN_NANOS = Duration.ofMinutes(2).toNanos();
  private static final long AFTER_FAILURE_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long MAX_ACCOUNTS = 20_000;

  private final Read<Person, String> find;
  private final Ticker ticker;
  private final Cache<Person, Kept> known;

  /** Somebody at a provider. */
  record Person(String issuer, String subject) {
    /** Names nobody. */
    @Override
    public String toString() {
      return "Person[not shown]";
    }
  }

  /** What the service said. */
  private record Kept(String userId, long askAgainAt) {}

  private Accounts(Read<Person, String> find) {
    this(find, Ticker.systemTicker());
  }

  /** By another time. */
  Accounts(Read<Person, String> find, Ticker ticker) {
    this.find = find;
    this.ticker = ticker;
    this.known =
        Caffeine.newBuilder()
            .maximumSize(MAX_ACCOUNTS)
            .expireAfterAccess(MAX_KEPT)
            .ticker(ticker)
            .build();
  }

  /**
   * The user; empty for a person without an account.
   *
   * @throws StatusRuntimeException when it is not known, and the service does not say it now
   */
  Optional<String> of(Person person) {
    Kept kept = known.getIfPresent(person);
    if (kept != null && ticker.read() - kept.askAgainAt() < 0) {
      return Optional.of(kept.userId());
    }
    try {
      String userId = find.call(person, DEADLINE);
      known.put(person, new Kept(userId, ticker.read() + AGAIN_NANOS));
      return Optional.of(userId);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        known.invalidate(person);
        return Optional.empty();
      }
      if (kept == null) {
        throw e;
      }
      known.put(person, new Kept(kept.userId(), ticker.read() + AFTER_FAILURE_NANOS));
      return Optional.of(kept.userId());
    }
  }
}
