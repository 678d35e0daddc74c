package harbor.kit.bff.cache.load;

import java.util.concurrent.CompletableFuture;

/** Asks a service for what a {@link Load} needs, within the current context. */
@FunctionalInterface
public interface Loader<A> {
  /** Asks. */
  CompletableFuture<A> ask(String id);

  /** A load needs nothing now; it may ask later. */
  default void passes(String id) {}
}
