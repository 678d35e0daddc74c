package harbor.kit.bff.cache;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Reads answers by id, remembered or not. Thread-safe.
 *
 * @param <A> the answer
 */
public interface Reads<A> {
  /**
   * The answer for an id, within the deadline of the current call.
   *
   * @return ends as a call to the service would
   */
  CompletableFuture<A> get(String id);

  /**
   * The answers for several ids, each remembered by itself: the service is asked only for those
   * that are not at hand.
   *
   * @return has no entry for what is not there; ends exceptionally when any other fails
   */
  CompletableFuture<Map<String, A>> getAll(Collection<String> ids);
}
