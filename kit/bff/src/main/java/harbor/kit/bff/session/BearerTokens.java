package harbor.kit.bff.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Access tokens of the provider, as apps send them. Thread-safe. */
public interface BearerTokens {
  /** No provider: every token is invalid. */
  BearerTokens NONE = _ -> CompletableFuture.completedFuture(new BearerOutcome.Invalid());

  /** Checks a token; ends with an outcome within a second, and never fails. */
  CompletionStage<BearerOutcome> check(String token);
}
