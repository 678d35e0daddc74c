package harbor.kit.client;

import io.grpc.MethodDescriptor;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A method that changes nothing for its callers: it may be repeated, hedged, and stand in the plan
 * of any screen.
 */
public sealed class Read<I, T> extends Rpc<I, T> permits Lookup {
  Read(MethodDescriptor<?, ?> method, Supplier<Function<I, CompletableFuture<T>>> opening) {
    super(method, opening);
    if (Idempotency.of(method) == Idempotency.NONE) {
      throw new IllegalArgumentException(
          "%s: no read (expected: a method with idempotency_level NO_SIDE_EFFECTS or IDEMPOTENT)"
              .formatted(method.getFullMethodName()));
    }
  }

  @Override
  public <J> Read<J, T> with(Function<? super J, ? extends I> input) {
    return new Read<>(method(), after(input));
  }
}
