package harbor.kit.bff.resilience;

import harbor.kit.bff.plan.CallRun;
import harbor.kit.bff.plan.CallRun.AnsweredBy;
import harbor.kit.bff.plan.Caller;
import harbor.kit.bff.plan.RequestScope;
import io.grpc.MethodDescriptor;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Makes identical reads that are under way at the same time only once.
 *
 * <p>Identical is: the same method, an equal request, on behalf of the same user; what one user is
 * answered is never handed to another. The call ends early only when nobody waits for it any
 * longer. Whoever joined has a deadline of their own: when the call ends for reasons of the one who
 * started it (its time was over, its client has left), they ask again for themselves.
 */
final class SingleFlight implements UnaryChannel {
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
    while (true) {
      Flight<A> mine = new Flight<>();
      @SuppressWarnings("unchecked") // the method in the key says what is answered
      Flight<A> other = (Flight<A>) flights.putIfAbsent(key, mine);
      if (other == null) {
        answeredBy(AnsweredBy.SERVICE);
        return mine.lead(
            () -> delegate.call(method, request, attempt), () -> flights.remove(key, mine));
      }
      CompletableFuture<A> shared = other.join(scope, () -> call(method, request, attempt));
      if (shared != null) {
        joined.increment();
        answeredBy(AnsweredBy.FLIGHT);
        return shared;
      }
      flights.remove(key, other);
    }
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
}
