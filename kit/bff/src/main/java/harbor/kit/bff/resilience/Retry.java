package harbor.kit.bff.resilience;

import harbor.kit.bff.plan.RequestScope;
import harbor.kit.client.identity.PersonTokenUnavailable;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Tries again what a service could not take: idempotent methods only, UNAVAILABLE only, within a
 * {@link RetryBudget} and within the call's deadline, after a pause.
 *
 * <p>The pause is drawn evenly from zero to a bound that doubles from 10 ms (full jitter, <a
 * href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Brooker
 * 2015</a>). grpc-java's own retry is off: its throttle is one a channel, of which there is one an
 * event loop, its jitter is not full, and hedges could not share its budget.
 */
final class Retry implements UnaryChannel {
  private static final int MAX_TRIES = 3;
  private static final long FIRST_BOUND_NANOS = Duration.ofMillis(10).toNanos();

  private final UnaryChannel delegate;
  private final RetryBudget budget;
  private final RandomGenerator random;
  private final ByMethod<Repeatable> repeatable = new ByMethod<>(Repeatable::of);
  private final LongAdder retries = new LongAdder();

  Retry(UnaryChannel delegate, RetryBudget budget, RandomGenerator random) {
    this.delegate = delegate;
    this.budget = budget;
    this.random = random;
  }

  @Override
  public <Q, A> CompletableFuture<A> call(MethodDescriptor<Q, A> method, Q request, Try attempt) {
    if (repeatable.of(method) == Repeatable.NEVER) {
      return delegate.call(method, request, attempt);
    }
    Retrying<Q, A> retrying = new Retrying<>(method, request);
    retrying.send(attempt);
    return retrying;
  }

  /** How many tries more than asked for were made so far. */
  long retries() {
    return retries.sum();
  }

  private static boolean mayTryAgain(Throwable failure, int tries) {
    return tries < MAX_TRIES
        && !(failure instanceof Rejected)
        && !PersonTokenUnavailable.is(failure)
        && Status.fromThrowable(failure).getCode() == Status.Code.UNAVAILABLE;
  }

  private final class Retrying<Q, A> extends ForwardingFuture<A> {
    private final MethodDescriptor<Q, A> method;
    private final Q request;
    private final Context context = Context.current();
    private @Nullable Throwable refusal;

    Retrying(MethodDescriptor<Q, A> method, Q request) {
      this.method = method;
      this.request = request;
    }

    void send(Try attempt) {
      CompletableFuture<A> sent = delegate.call(method, request, attempt);
      follow(sent);
      var _ =
          sent.whenComplete(
              (answer, failure) -> {
                if (failure == null) {
                  complete(answer);
                } else if (!isDone()) {
                  failed(attempt, failure);
                }
              });
    }

    private void failed(Try attempt, Throwable failure) {
      RequestScope scope = RequestScope.of(context);
      long pause = random.nextLong(FIRST_BOUND_NANOS << (attempt.number() - 1));
      if (scope == null
          || !mayTryAgain(failure, attempt.number())
          || !isWithin(pause)
          || !budget.withdraw()) {
        // that there is no room for one more try is not why the call failed
        Throwable before = refusal;
        completeExceptionally(failure instanceof Rejected && before != null ? before : failure);
        return;
      }
      refusal = failure;
      var _ =
          scope
              .scheduler()
              .schedule(
                  context.wrap(
                      () -> {
                        if (!isDone()) {
                          retries.increment();
                          send(Try.again(attempt.number() + 1));
                        }
                      }),
                  pause,
                  TimeUnit.NANOSECONDS);
    }

    private boolean isWithin(long pause) {
      Deadline deadline = context.getDeadline();
      return !context.isCancelled()
          && (deadline == null || deadline.timeRemaining(TimeUnit.NANOSECONDS) > pause);
    }
  }
}
