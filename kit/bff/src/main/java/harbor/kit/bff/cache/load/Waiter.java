package harbor.kit.bff.cache.load;

import com.google.protobuf.Message;
import harbor.kit.bff.cache.shared.Entry;
import harbor.kit.bff.plan.CallRun;
import harbor.kit.bff.plan.CallRun.AnsweredBy;
import harbor.kit.bff.plan.Miss;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.bff.resilience.ForwardingFuture;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What one who waits for a {@link Load} is answered, on the event loop of their own request: what
 * it brings; when it fails, or is so late that their own time would soon be over, the stale entry,
 * as long as stale-if-error allows.
 */
final class Waiter<A extends Message> extends ForwardingFuture<A> {
  /** The part of a request's time after which a copy that is at hand is better than to wait. */
  private static final double PATIENCE = 0.75;

  private final String id;
  private final ReadCache<A> cache;
  private final RequestScope scope;
  private final Load<A> load;
  private final boolean isFirst;
  private final Context own = Context.current();
  private final AtomicBoolean hasLeft = new AtomicBoolean();
  private final long beganAt;
  private final @Nullable CallRun run = CallRun.current();

  Waiter(String id, ReadCache<A> cache, RequestScope scope, Load<A> load, boolean isFirst) {
    this.id = id;
    this.cache = cache;
    this.scope = scope;
    this.load = load;
    this.isFirst = isFirst;
    this.beganAt = scope.ticker().nanoTime();
  }

  Load<A> load() {
    return load;
  }

  /** Whether it was the first one, who has to start the load. */
  boolean isFirst() {
    return isFirst;
  }

  Waiter<A> begin() {
    if (run != null) {
      run.extendBy(() -> load.sharedNanos(beganAt));
    }
    own.addListener(this::over, Runnable::run);
    Entry<A> known = load.known();
    Deadline deadline = own.getDeadline();
    if (known != null && deadline != null && cache.mayStandIn(known)) {
      long patience = (long) (PATIENCE * deadline.timeRemaining(TimeUnit.NANOSECONDS));
      var _ = after(patience, () -> tooLate(0));
    }
    var _ =
        load.result()
            .whenComplete(
                (loaded, failure) -> {
                  if (isFirst) {
                    ended(loaded, failure);
                  } else {
                    scope.scheduler().execute(() -> ended(loaded, failure));
                  }
                });
    return this;
  }

  private ScheduledFuture<?> after(long nanos, Runnable then) {
    return scope.scheduler().schedule(then, nanos, TimeUnit.NANOSECONDS);
  }

  /** Its own time is over, but for what the shared store took of it. */
  private void over(Context over) {
    if (isDone()) {
      return;
    }
    long more =
        over.cancellationCause() instanceof TimeoutException ? load.sharedNanos(beganAt) : 0;
    if (more == 0 || scope.context().isCancelled()) {
      leave();
      return;
    }
    scope.context().addListener(_ -> leave(), Runnable::run);
    var _ =
        after(
            more,
            () -> {
              if (!isDone() && !standIn(load.known())) {
                completeExceptionally(Status.DEADLINE_EXCEEDED.asRuntimeException());
              }
              leave();
            });
  }

  private void leave() {
    if (hasLeft.compareAndSet(false, true) && !load.result().isDone()) {
      load.leave();
    }
  }

  /**
   * Most of its time is over.
   *
   * @param moved by how many nanoseconds later that is already
   */
  private void tooLate(long moved) {
    if (isDone() || hasLeft.get()) {
      return;
    }
    long more = load.sharedNanos(beganAt) - moved;
    if (more > 0) {
      var _ = after(more, () -> tooLate(moved + more));
    } else {
      cache.slow(id, load);
      var _ = standIn(load.known());
    }
  }

  private void ended(@Nullable Loaded<A> loaded, @Nullable Throwable failure) {
    if (isDone()) {
      return;
    }
    if (loaded != null) {
      answer(loaded.entry(), isFirst ? loaded.from() : AnsweredBy.FLIGHT);
    } else if (failure != null && !(mayBeStoodInFor(failure) && standIn(load.known()))) {
      if (!isFirst && load.isOver() && isTimeLeft()) {
        own.run(this::askAgain);
      } else {
        completeExceptionally(failure);
      }
    }
  }

  private void askAgain() {
    var _ = cache.get(id).whenComplete(this::settle);
  }

  private boolean standIn(@Nullable Entry<A> known) {
    boolean mayStandIn = known != null && cache.mayStandIn(known);
    if (known != null && mayStandIn) {
      cache.counts().stale.increment();
      answer(known, AnsweredBy.STALE_COPY);
    }
    return mayStandIn;
  }

  private void answer(Entry<A> entry, AnsweredBy source) {
    if (run != null) {
      run.answeredBy(source);
    }
    var _ = entry.answer().whenComplete(this::settle);
  }

  /** Whether the service did not answer: what it refuses to answer, it would refuse again. */
  private static boolean mayBeStoodInFor(Throwable failure) {
    return switch (Miss.Kind.of(Status.fromThrowable(failure).getCode())) {
      case NOT_FOUND, INVALID -> false;
      case TIMEOUT, UNAVAILABLE, REFUSED, BROKEN, CANCELLED -> true;
    };
  }

  private boolean isTimeLeft() {
    Deadline deadline = own.getDeadline();
    return !own.isCancelled() && (deadline == null || !deadline.isExpired());
  }
}
