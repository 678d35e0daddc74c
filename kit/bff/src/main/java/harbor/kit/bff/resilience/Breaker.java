package harbor.kit.bff.resilience;

import io.grpc.MethodDescriptor;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Stops asking what does not answer: a {@link Circuit} for each method.
 *
 * <p>Opens when half of the last 16 calls failed, and after 8 at the earliest: a service that goes
 * down is noticed within 8 calls, one that fails 5 % of its calls is left alone. While it is open,
 * calls are rejected at once with the reason {@code BREAKER_OPEN}, but for {@link Probes}. The
 * first of them that is answered closes it: what a breaker costs once the service is back stays
 * below 1 % of what was asked for meanwhile, at any rate of calls.
 */
final class Breaker implements UnaryChannel {
  private static final Rejected.Reason OPEN = new Rejected.Reason("BREAKER_OPEN");

  private final UnaryChannel delegate;
  private final ByMethod<Circuit> circuits;
  private final LongAdder rejected = new LongAdder();

  /** Tells of each method, by full name, when it is called for the first time. */
  Breaker(UnaryChannel delegate, LongSupplier nanoTime, Consumer<String> onMethod) {
    this.delegate = delegate;
    this.circuits =
        new ByMethod<>(
            method -> {
              onMethod.accept(method.getFullMethodName());
              return new Circuit(method.getFullMethodName(), nanoTime);
            });
  }

  @Override
  public <Q, A> CompletableFuture<A> call(MethodDescriptor<Q, A> method, Q request, Try attempt) {
    Circuit circuit = circuits.of(method);
    long permit = circuit.acquire();
    if (permit == Circuit.REJECTED) {
      rejected.increment();
      return CompletableFuture.failedFuture(OPEN.exception());
    }
    return CallDeadline.ofContext()
        .judge(delegate.call(method, request, attempt), outcome -> circuit.settle(permit, outcome));
  }

  /** The state of each method's breaker. */
  Map<String, Circuit.State> states() {
    Map<String, Circuit.State> states = new TreeMap<>();
    circuits.all().forEach((method, circuit) -> states.put(method, circuit.state()));
    return states;
  }

  /** How many calls were rejected so far. */
  long rejected() {
    return rejected.sum();
  }
}
