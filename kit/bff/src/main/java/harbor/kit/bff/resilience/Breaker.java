package harbor.kit.bff.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops asking what does not answer: one circuit breaker (Resilience4j) for each method.
 *
 * <p>Opens when half of the last 40 calls failed, and after 20 at the earliest: a service that goes
 * down is noticed within 20 calls, one that fails 5 % of its calls is left alone. While open, calls
 * are turned away at once with the reason {@code BREAKER_OPEN}; after a fifth of a second one call
 * at a time is let through, and the first that is answered closes it.
 */
final class Breaker implements UnaryChannel {
  private static final Logger log = LoggerFactory.getLogger(Breaker.class);
  private static final Rejected.Reason OPEN = new Rejected.Reason("BREAKER_OPEN");
  private static final int WINDOW = 40;
  private static final int MIN_CALLS = 20;
  private static final int FAILED_PERCENT = 50;
  private static final Duration OPEN_TIME = Duration.ofMillis(200);

  /** A slow answer is an answer: the call's deadline says what is too slow. */
  private static final long UNTIMED = 0;

  private final UnaryChannel delegate;
  private final ByMethod<CircuitBreaker> breakers;
  private final LongAdder rejected = new LongAdder();

  /** Tells of each method, by full name, when it is called for the first time. */
  Breaker(UnaryChannel delegate, LongSupplier nanoTime, Consumer<String> onMethod) {
    CircuitBreakerConfig config =
        CircuitBreakerConfig.custom()
            .slidingWindowType(SlidingWindowType.COUNT_BASED)
            .slidingWindowSize(WINDOW)
            .minimumNumberOfCalls(MIN_CALLS)
            .failureRateThreshold(FAILED_PERCENT)
            .waitDurationInOpenState(OPEN_TIME)
            .permittedNumberOfCallsInHalfOpenState(1)
            .clock(new TickingClock(nanoTime))
            .currentTimestampFunction(_ -> nanoTime.getAsLong(), TimeUnit.NANOSECONDS)
            .build();
    this.delegate = delegate;
    this.breakers =
        new ByMethod<>(
            method -> {
              onMethod.accept(method.getFullMethodName());
              return make(method.getFullMethodName(), config);
            });
  }

  @Override
  public <Q, A> CompletableFuture<A> call(MethodDescriptor<Q, A> method, Q request, Try attempt) {
    CircuitBreaker breaker = breakers.of(method);
    if (!breaker.tryAcquirePermission()) {
      rejected.increment();
      return CompletableFuture.failedFuture(OPEN.exception());
    }
    boolean isProbe = breaker.getState() == State.HALF_OPEN;
    CallDeadline deadline = CallDeadline.ofContext();
    CompletableFuture<A> sent = delegate.call(method, request, attempt);
    // A callback, not a link in the chain: the caller has the answer itself.
    var _ = sent.whenComplete((_, failure) -> settled(breaker, isProbe, due, failure));
    return sent;
  }

  /** The state of each method's breaker. */
  Map<String, State> states() {
    Map<String, State> states = new TreeMap<>();
    breakers.all().forEach((method, breaker) -> states.put(method, breaker.getState()));
    return states;
  }

  /** How many calls were turned away so far. */
  long rejected() {
    return rejected.sum();
  }

  private static void settled(
      CircuitBreaker breaker, boolean isProbe, CallDeadline due, @Nullable Throwable failure) {
    if (!isProbe && breaker.getState() == State.HALF_OPEN) {
      // It was sent before the breaker opened: only the probe says how things are now.
      return;
    }
    switch (deadline.outcome(failure)) {
      case ANSWERED -> breaker.onSuccess(UNTIMED, TimeUnit.NANOSECONDS);
      case FAILED -> breaker.onError(UNTIMED, TimeUnit.NANOSECONDS, failure);
      case UNKNOWN -> breaker.releasePermission();
    }
  }

  private static CircuitBreaker make(String method, CircuitBreakerConfig config) {
    CircuitBreaker breaker = CircuitBreaker.of(method, config);
    breaker
        .getEventPublisher()
        .onStateTransition(
            event -> {
              switch (event.getStateTransition().getToState()) {
                case OPEN ->
                    log.warn(
                        "{}: breaker open, {} of the last {} calls failed; not asked any more",
                        method,
                        breaker.getMetrics().getNumberOfFailedCalls(),
                        breaker.getMetrics().getNumberOfBufferedCalls());
                case CLOSED -> log.info("{}: breaker closed, it answers again", method);
                case HALF_OPEN, DISABLED, FORCED_OPEN, METRICS_ONLY ->
                    log.debug("{}: breaker {}", method, event.getStateTransition());
              }
            });
    return breaker;
  }
}
