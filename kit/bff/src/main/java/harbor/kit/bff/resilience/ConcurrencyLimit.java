package harbor.kit.bff.resilience;

import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import io.grpc.MethodDescriptor;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How many tries may be under way at one service at once: a bulkhead that finds its own size
 * (Netflix concurrency-limits with an {@link AdditiveLimit}).
 *
 * <p>Beyond it, tries are rejected at once with the reason {@code TOO_MANY_CALLS}; hedges are
 * rejected already when half of it is used. A service that is full answers nothing sooner when it
 * is asked twice.
 */
final class ConcurrencyLimit implements UnaryChannel {
  private static final Rejected.Reason FULL = new Rejected.Reason("TOO_MANY_CALLS");

  private final UnaryChannel delegate;
  private final SimpleLimiter<String> limiter;
  private final LongAdder rejected = new LongAdder();

  ConcurrencyLimit(UnaryChannel delegate, LongSupplier nanoTime) {
    this.delegate = delegate;
    this.limiter =
        SimpleLimiter.newBuilder().limit(new AdditiveLimit()).nanoClock(nanoTime).build();
  }

  @Override
  public <Q, A> CompletableFuture<A> call(MethodDescriptor<Q, A> method, Q request, Try attempt) {
    if (attempt.isHedge() && inFlight() * 2 >= limit()) {
      return CompletableFuture.failedFuture(FULL.exception());
    }
    Optional<Limiter.Listener> permit = limiter.acquire(method.getFullMethodName());
    if (permit.isEmpty()) {
      rejected.increment();
      return CompletableFuture.failedFuture(FULL.exception());
    }
    Limiter.Listener listener = permit.get();
    return CallDeadline.ofContext()
        .judge(
            delegate.call(method, request, attempt),
            outcome -> {
              switch (outcome) {
                case ANSWERED -> listener.onSuccess();
                case FAILED -> listener.onDropped();
                case UNKNOWN -> listener.onIgnore();
              }
            });
  }

  /** How many calls were rejected so far. */
  long rejected() {
    return rejected.sum();
  }

  /** How many may be under way at once now. */
  int limit() {
    return limiter.getLimit();
  }

  /** How many are. */
  int inFlight() {
    return limiter.getInflight();
  }
}
