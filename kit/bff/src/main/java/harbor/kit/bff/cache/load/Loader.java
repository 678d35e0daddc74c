package harbor.kit.bff.cache.load;

import io.grpc.Context;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Asks a service for what a {@link Load} needs, within the current context. */
@FunctionalInterface
public interface Loader<A> {
  /** Asks. */
  CompletableFuture<A> ask(String id);

  /**
   * Asks, now or as soon as others that it goes with know what they need.
   *
   * @param sent told when that is; the context to ask in
   */
  default CompletableFuture<A> ask(String id, Supplier<Context> sent) {
    Context within = sent.get();
    Context outer = within.attach();
    try {
      return ask(id);
    } finally {
      within.detach(outer);
    }
  }

  /** A load needs nothing now; it may ask later. */
  default void passes(String id) {}
}
