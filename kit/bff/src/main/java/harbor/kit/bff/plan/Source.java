package harbor.kit.bff.plan;

import java.util.concurrent.CompletableFuture;

/**
 * Where the answer of a call comes from: most often a method of a downstream client.
 *
 * @param <I> what the plan is run with
 * @param <T> the answer
 */
@FunctionalInterface
public interface Source<I, T> {
  /**
   * Starts to ask, without blocking.
   *
   * <p>Runs within a gRPC context that has the call's deadline and is cancelled when the call is
   * over, and within the trace of the request: a gRPC call made here has both by itself.
   *
   * @return completes with the answer, or exceptionally
   */
  CompletableFuture<T> ask(I input);
}
