package harbor.kit.client;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Where answers are looked up by id: a service, or a cache in front of it. Thread-safe.
 *
 * @param <A> the answer
 */
public interface ById<A> {
  /**
   * The answer for an id, within the deadline of the current call.
   *
   * @return ends as a call to the service would
   */
  CompletableFuture<A> get(String id);

  /**
   * The answers for several ids.
   *
   * @return has no entry for what is not there; ends exceptionally when any other fails
   */
  CompletableFuture<Map<String, A>> getAll(Collection<String> ids);
}
