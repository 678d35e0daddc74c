package harbor.kit.bff.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The provider's token endpoint. Thread-safe. */
public interface TokenSource {
  /** No provider: nothing is ever sent. */
  TokenSource NONE =
      new TokenSource() {
        @Override
        public CompletionStage<RefreshOutcome> refresh(String refreshToken) {
          return CompletableFuture.completedFuture(new RefreshOutcome.NotSent());
        }

        @Override
        public CompletionStage<Void> revoke(String refreshToken) {
          return CompletableFuture.completedFuture(null);
        }
      };

  /**
   * Uses a refresh token, once: it is sent at most once a call.
   *
   * @return ends with an outcome within {@link Sessions#MAX_REFRESH}; one that fails counts as
   *     {@link RefreshOutcome.Unknown}
   */
  CompletionStage<RefreshOutcome> refresh(String refreshToken);

  /** Tells the provider that the token is not used any more; best effort. */
  CompletionStage<Void> revoke(String refreshToken);
}
