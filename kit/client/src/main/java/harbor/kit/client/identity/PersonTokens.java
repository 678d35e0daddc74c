package harbor.kit.client.identity;

import java.util.concurrent.CompletableFuture;

/** Gives tokens that say on behalf of which person a service is called. Thread-safe. */
@FunctionalInterface
public interface PersonTokens {
  /**
   * A token for one service, good for 15 seconds at least; never waited for by a thread.
   *
   * @param userId the user who has signed in
   * @param service the one service that may take it
   * @return fails when there is none now, whatever the reason
   */
  CompletableFuture<String> of(String userId, String service);
}
