package harbor.kit.bff.resilience;

import com.netflix.concurrency.limits.Limiter;
import com.netflix.concurrency.limits.limit.AIMDLimit;
import com.netflix.concurrency.limits.limiter.SimpleLimiter;
import io.grpc.MethodDescriptor;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How many calls to one service may be under way at once: a bulkhead that finds its own size
 * (Netflix concurrency-limits, additive increase, multiplicative decrease).
 *
 * <p>Grows by one while it is half used and calls are answered, shrinks by a tenth with each that
 * is not answered in time or turned away. Beyond it, calls are turned away at once with the reason
 * {@code TOO_MANY_CALLS}.
 */
final class ConcurrencyLimit implements UnaryChannel {
  private static final Rejected.Reason FULL = new Rejected.Reason("TOO_MANY_CALLS");
  private static final int INITIAL = 100;
  private static final int MIN = 20;
  private static final int MAX = 1_000;
  private static final double BACKOFF = 0.9;
  private static final long NEVER_TOO_SLOW_SECONDS = 60;

  private final UnaryChannel delegate;
  private final SimpleLimiter<String> limiter;
  private final LongAdder rejected = new LongAdder();

  ConcurrencyLimit(UnaryChannel delegate, LongSupplier nanoTime) {
    this.delegate = delegate;
    this.limiter =
        SimpleLimiter.newBuilder()
            .limit(
                AIMDLimit.newBuilder()
                    .initialLimit(INITIAL)
                    .minLimit(MIN)
                    .maxLimit(MAX)
                    .backoffRatio(BACKOFF)
                    // what is too slow, the call's own deadline says
                    .timeout(NEVER_TOO_SLOW_SECONDS, TimeUnit.SECONDS)
                    .build())
            .nanoClock(nanoTime)
            .build();
  }

  @Override
  public <Q, A> CompletableFuture<A> call(MethodDescriptor<Q, A> method, Q request, Try attempt) {
    Optional<Limiter.Listener> permit = limiter.acquire(method.getFullMethodName());
    if (permit.isEmpty()) {
      rejected.increment();
      return CompletableFuture.failedFuture(FULL.exception());
    }
    Limiter.Listener listener = permit.get();
    CallDeadline deadline = CallDeadline.ofContext();
    CompletableFuture<A> sent = delegate.call(method, request, attempt);
    var _ =
        sent.whenComplete(
            (_, failure) -> {
              switch (deadline.outcome(failure)) {
                case ANSWERED -> listener.onSuccess();
                case FAILED -> listener.onDropped();
                case UNKNOWN -> listener.onIgnore();
              }
            });
    return sent;
  }

  /** How many calls were turned away so far. */
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
