package harbor.kit.client;

import io.grpc.MethodDescriptor;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A method that changes something. It carries the client's idempotency key, and only its contract's
 * {@code idempotency_level} lets it be sent again.
 */
public final class Write<I, T> extends Rpc<I, T> {
  Write(MethodDescriptor<?, ?> method, Supplier<Function<I, CompletableFuture<T>>> opening) {
    super(method, opening);
    if (Idempotency.of(method) == Idempotency.NO_SIDE_EFFECTS) {
      throw new IllegalArgumentException(
          "%s: no write (expected: a method without idempotency_level NO_SIDE_EFFECTS)"
              .formatted(method.getFullMethodName()));
    }
  }

  @Override
  public <J> Write<J, T> with(Function<? super J, ? extends I> input) {
    return new Write<>(method(), after(input));
  }
}
