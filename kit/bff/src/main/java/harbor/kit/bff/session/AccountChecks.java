package harbor.kit.bff.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether people with sessions still have their accounts: of an erasure a BFF may hear nothing, as
 * while no instance of it runs. Each session that is used is checked once a minute, and the one of
 * somebody without an account ends. While the accounts are down, nothing ends. Thread-safe.
 */
final class AccountChecks {
  private static final Logger log = LoggerFactory.getLogger(AccountChecks.class);
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final int MAX_CHECKED = 100_000;

  private final Function<Session, CompletionStage<?>> end;
  private final Cache<String, Boolean> checked;
  private volatile Optional<Accounts> accounts = Optional.empty();

  /**
   * None yet.
   *
   * @param end ends a session
   */
  AccountChecks(Function<Session, CompletionStage<?>> end, InstantSource clock) {
    this.end = end;
    this.checked =
        Caffeine.newBuilder()
            .expireAfterWrite(EVERY)
            .maximumSize(MAX_CHECKED)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
  }

  /** From now on these are asked. */
  void ask(Accounts those) {
    accounts = Optional.of(those);
  }

  /** The account of this session was there a moment ago. */
  void isThere(Session session) {
    checked.put(session.handle(), true);
  }

  /** Every session is checked when it is used next. */
  void repeat() {
    checked.invalidateAll();
  }

  /**
   * Checks a session, if it is time to.
   *
   * @return false when it has ended by that; never fails
   */
  CompletionStage<Boolean> goesOn(Session session) {
    Optional<Accounts> asked = accounts;
    if (asked.isEmpty() || checked.asMap().putIfAbsent(session.handle(), true) != null) {
      return CompletableFuture.completedFuture(true);
    }
    return asked
        .get()
        .of(session.issuer(), session.subject())
        .thenCompose(
            account ->
                account.filter(one -> one.userId().equals(session.userId())).isPresent()
                    ? CompletableFuture.completedFuture(true)
                    : end.apply(session).thenApply(_ -> false))
        .exceptionally(
            failure -> {
              log.debug("session={} its account was not checked", session.handle(), failure);
              return true;
            });
  }
}
