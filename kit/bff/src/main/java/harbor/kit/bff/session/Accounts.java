package harbor.kit.bff.session;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The shop's part of signing in, given by a BFF's declaration. Thread-safe. */
public interface Accounts {
  /** Nobody has an account. */
  Accounts NONE =
      new Accounts() {
        @Override
        public CompletionStage<Account> signedIn(IdentityClaims claims) {
          return CompletableFuture.failedFuture(new IllegalStateException("No accounts here"));
        }

        @Override
        public CompletionStage<Optional<Account>> of(String issuer, String subject) {
          return CompletableFuture.completedFuture(Optional.empty());
        }

        @Override
        public CompletionStage<Boolean> guestBecame(String guestId, String userId) {
          return CompletableFuture.completedFuture(true);
        }
      };

  /** The account of a person who has signed in, made at the first time. */
  CompletionStage<Account> signedIn(IdentityClaims claims);

  /** The account of a person whose bearer token was valid; empty for one who has been erased. */
  CompletionStage<Optional<Account>> of(String issuer, String subject);

  /**
   * A guest turned out to be this user: starts what follows from that, which may be repeated.
   *
   * @return whether it is done; false when it has to be started again. No request waits for it
   */
  CompletionStage<Boolean> guestBecame(String guestId, String userId);
}
