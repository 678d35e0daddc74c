package harbor.screens.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import harbor.kit.bff.session.Account;
import harbor.kit.bff.watch.ChangeListener;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Accounts by identity, kept for a short time, and only while this process is told of erasures:
 * otherwise somebody who was erased would go on for that time. Thread-safe.
 */
final class KnownAccounts implements ChangeListener {
  /** How long one is kept. */
  static final Duration TTL = Duration.ofSeconds(30);

  private static final int MAX = 10_000;

  private final Cache<Identity, Account> known;

  /** Changes with each erasure and each loss of the stream. */
  private final AtomicLong epoch = new AtomicLong();

  private volatile boolean isTold;

  /** Who somebody is at the provider. */
  record Identity(String issuer, String subject) {}

  KnownAccounts(Ticker ticker) {
    known = Caffeine.newBuilder().expireAfterWrite(TTL).maximumSize(MAX).ticker(ticker).build();
  }

  Optional<Account> find(Identity identity) {
    return isTold ? Optional.ofNullable(known.getIfPresent(identity)) : Optional.empty();
  }

  /** To be asked before an account is read that will be {@link #keep kept}. */
  long epoch() {
    return epoch.get();
  }

  /** Keeps an account, unless somebody was erased since it was asked for. */
  void keep(Identity identity, Account account, long asked) {
    if (!isTold || epoch.get() != asked) {
      return;
    }
    known.put(identity, account);
    if (epoch.get() != asked) {
      known.invalidate(identity);
    }
  }

  @Override
  public void subscribed() {
    forgetAll();
    isTold = true;
  }

  @Override
  public void reset() {
    subscribed();
  }

  @Override
  public void reconnected() {
    subscribed();
  }

  @Override
  public void disconnectedSince(long millis) {
    isTold = false;
    forgetAll();
  }

  @Override
  public void changed(Collection<String> erased) {
    epoch.incrementAndGet();
    Set<String> ids = Set.copyOf(erased);
    known.asMap().values().removeIf(account -> ids.contains(account.userId()));
  }

  private void forgetAll() {
    epoch.incrementAndGet();
    known.invalidateAll();
  }
}
