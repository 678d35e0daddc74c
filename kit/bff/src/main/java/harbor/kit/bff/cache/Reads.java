package harbor.kit.bff.cache;

import java.util.concurrent.CompletableFuture;

/**
 * Reads answers by id, remembered or not. Thread-safe.
 *
 * @param <A> the answer
 */
@FunctionalInterface
public interface Reads<A> {
  /**
   * The answer for an id, within the deadline of the current call.
   *
   * @return ends as a call to the service would
   */
  CompletableFuture<A> get(String id);
}
