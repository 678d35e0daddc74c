package harbor.kit.bff.resilience;

import harbor.kit.bff.plan.CallRun;
import harbor.kit.bff.plan.CallRun.AnsweredBy;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.client.Caller;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes identical reads that are under way at the same time only once.
 *
 * <p>Identical is: the same method, an equal request, on behalf of the same user; what one user is
 * answered is never handed to another. The call is that of the one who started it. When it ends for
 * reasons of theirs (their time is over, their client has left), whoever joined asks again, within
 * a deadline that is their own; the first of them starts the next call. A call that has less than
 * six tenths of their time left is not joined: when it ends in vain, too little would be left.
 */
final class SingleFlight implements UnaryChannel {
  /** Of one's own time that the call of another must still have. */
  private static final double MIN_SHARE_OF_TIME = 0.6;

  private final UnaryChannel delegate;
  private final ByMethod<Repeatable> repeatable = new ByMethod<>(Repeatable::of);
  private final Map<Key, Flight<?>> flights = new ConcurrentHashMap<>();
  private final LongAdder joined = new LongAdder();

  /** What makes two calls the same. */
  private record Key(String method, Object request, Caller caller) {}

  SingleFlight(UnaryChannel delegate) {
    this.delegate = delegate;
  }

  @Override
  public <Q, A> CompletableFuture<A> call(MethodDescriptor<Q, A> method, Q request, Try attempt) {
    RequestScope scope = RequestScope.current();
    if (scope == null || repeatable.of(method) != Repeatable.READ) {
      return delegate.call(method, request, attempt);
    }
    Key key = new Key(method.getFullMethodName(), request, scope.caller());
    Flight<A> mine = new Flight<>();
    @SuppressWarnings("unchecked") // the method in the key says what is answered
    Flight<A> other = (Flight<A>) flights.putIfAbsent(key, mine);
    if (other != null && !other.hasTimeFor(Context.current().getDeadline())) {
      flights.put(key, mine);
      other = null;
    }
    if (other == null) {
      answeredBy(AnsweredBy.SERVICE);
      return lead(key, mine, () -> delegate.call(method, request, attempt));
    }
    joined.increment();
    answeredBy(AnsweredBy.FLIGHT);
    return new Joined<>(scope, () -> call(method, request, attempt)).waitFor(other);
  }

  private <A> CompletableFuture<A> lead(
      Key key, Flight<A> flight, Supplier<CompletableFuture<A>> call) {
    CompletableFuture<A> sent;
    try {
      sent = call.get();
    } catch (RuntimeException | Error e) {
      sent = CompletableFuture.failedFuture(e);
    }
    var _ =
        sent.whenComplete(
            (answer, failure) -> {
              flights.remove(key, flight);
              flight.settle(answer, failure);
            });
    return sent;
  }

  /** How many calls were not made so far because an identical one was under way. */
  long joined() {
    return joined.sum();
  }

  private static void answeredBy(AnsweredBy source) {
    CallRun run = CallRun.current();
    if (run != null) {
      run.answeredBy(source);
    }
  }

  /** A call that others may join. */
  private static final class Flight<A> extends ForwardingFuture<A> {
    private final @Nullable Deadline deadline = Context.current().getDeadline();

    /** Whether one who has until then would not lose too much of it by waiting in vain. */
    boolean hasTimeFor(@Nullable Deadline other) {
      return deadline == null || other == null || left(deadline) >= left(other) * MIN_SHARE_OF_TIME;
    }

    private static long left(Deadline deadline) {
      return deadline.timeRemaining(TimeUnit.NANOSECONDS);
    }
  }

  /** What one who joined is answered, on the event loop of their own request. */
  private static final class Joined<A> extends ForwardingFuture<A> {
    private final RequestScope scope;
    private final Supplier<CompletableFuture<A>> again;
    private final Context own = Context.current();

    Joined(RequestScope scope, Supplier<CompletableFuture<A>> again) {
      this.scope = scope;
      this.again = again;
    }

    Joined<A> waitFor(CompletableFuture<A> flight) {
      var _ =
          flight.whenComplete(
              (answer, failure) -> scope.scheduler().execute(() -> landed(answer, failure)));
      return this;
    }

    private void landed(@Nullable A answer, @Nullable Throwable failure) {
      if (failure != null && isOver(failure) && !isDone() && !own.isCancelled()) {
        own.run(
            () -> {
              CompletableFuture<A> next = again.get();
              follow(next);
              var _ = next.whenComplete(this::settle);
            });
      } else {
        settle(answer, failure);
      }
    }

    /** Whether it ended for reasons of the one who started it. */
    private static boolean isOver(Throwable failure) {
      Status.Code code = Status.fromThrowable(failure).getCode();
      return code == Status.Code.DEADLINE_EXCEEDED
          || code == Status.Code.CANCELLED
          || failure instanceof CancellationException;
    }
  }
}
