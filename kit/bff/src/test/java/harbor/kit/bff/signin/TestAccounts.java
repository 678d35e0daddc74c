package harbor.kit.bff.signin;

import harbor.kit.bff.session.Account;
import harbor.kit.bff.session.Accounts;
import harbor.kit.bff.session.IdentityClaims;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Everybody has an account, named by who they are at the provider. */
final class TestAccounts implements Accounts {
  private final List<String> merged = new CopyOnWriteArrayList<>();
  private volatile boolean isDown;

  /** Whether the shop's service of users is down. */
  void isDown(boolean now) {
    isDown = now;
  }

  /** Guests who became users. */
  List<String> merged() {
    return merged;
  }

  @Override
  public CompletionStage<Account> signedIn(IdentityClaims claims) {
    return isDown
        ? CompletableFuture.failedFuture(new IllegalStateException("users are down"))
        : CompletableFuture.completedFuture(new Account("u-" + claims.subject()));
  }

  @Override
  public CompletionStage<Optional<Account>> of(String issuer, String subject) {
    return CompletableFuture.completedFuture(Optional.of(new Account("u-" + subject)));
  }

  @Override
  public CompletionStage<Boolean> guestBecame(String guestId, String userId) {
    merged.add(guestId + " " + userId);
    return CompletableFuture.completedFuture(true);
  }
}
