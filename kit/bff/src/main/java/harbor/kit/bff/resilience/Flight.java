package harbor.kit.bff.resilience;

import harbor.kit.bff.plan.RequestScope;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Deadline;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call that several wait for. It has the deadline of the one who started it, but is cancelled
 * only when the last one has left. Thread-safe.
 */
final class Flight<A> {
  private final AtomicInteger waiting = new AtomicInteger(1);
  private final CompletableFuture<A> landed = new CompletableFuture<>();
  private volatile @Nullable CancellableContext context;

  /**
   * Starts the call, for the first one who waits.
   *
   * @param over told when nobody can join any more
   */
  CompletableFuture<A> lead(Supplier<CompletableFuture<A>> call, Runnable over) {
    Context mine = Context.current();
    CancellableContext own = detached(mine);
    context = own;
    CompletableFuture<A> sent;
    Context outer = own.attach();
    try {
      sent = call.get();
    } catch (RuntimeException | Error e) {
      sent = CompletableFuture.failedFuture(e);
    } finally {
      own.detach(outer);
    }
    Waiter waiter = new Waiter(mine);
    var _ =
        sent.whenComplete(
            (answer, failure) -> {
              over.run();
              own.cancel(null);
              waiter.settle(answer, failure);
              if (failure == null) {
                landed.complete(answer);
              } else {
                landed.completeExceptionally(failure);
              }
            });
    waiter.watch();
    return waiter;
  }

  /**
   * Waits for it too, and completes where the scope's calls complete.
   *
   * @param again asks anew, when the call was ended for reasons that are not the waiter's own
   * @return null when everybody has left it already
   */
  @Nullable CompletableFuture<A> join(RequestScope scope, Supplier<CompletableFuture<A>> again) {
    if (waiting.getAndUpdate(now -> now == 0 ? 0 : now + 1) == 0) {
      return null;
    }
    Waiter waiter = new Waiter(Context.current());
    var _ =
        landed.whenComplete(
            (answer, failure) ->
                scope
                    .scheduler()
                    .execute(
                        () -> {
                          if (failure != null && waiter.mayAskAgain(failure)) {
                            waiter.askAgain(again);
                          } else {
                            waiter.settle(answer, failure);
                          }
                        }));
    waiter.watch();
    return waiter;
  }

  private void leave() {
    CancellableContext own = context;
    if (waiting.decrementAndGet() == 0 && own != null) {
      own.cancel(null);
    }
  }

  /** What a call runs in that must outlive the one who started it. */
  private static CancellableContext detached(Context starter) {
    Deadline deadline = starter.getDeadline();
    RequestScope scope = RequestScope.of(starter);
    return deadline == null || scope == null
        ? starter.fork().withCancellation()
        : starter.fork().withDeadline(deadline, scope.scheduler());
  }

  /** One who waits: leaves when their own context is over. */
  private final class Waiter extends CompletableFuture<A> {
    private final Context own;

    Waiter(Context own) {
      this.own = own;
    }

    void watch() {
      if (!isDone()) {
        own.addListener(this::over, Runnable::run);
      }
    }

    void settle(@Nullable A answer, @Nullable Throwable failure) {
      if (failure != null) {
        completeExceptionally(failure);
      } else {
        complete(answer);
      }
    }

    private void over(Context ended) {
      boolean isLate = ended.cancellationCause() instanceof TimeoutException;
      if (completeExceptionally(
          (isLate ? Status.DEADLINE_EXCEEDED : Status.CANCELLED).asRuntimeException())) {
        leave();
      }
    }

    boolean mayAskAgain(Throwable failure) {
      Status.Code code = Status.fromThrowable(failure).getCode();
      return !isDone()
          && !own.isCancelled()
          && (code == Status.Code.DEADLINE_EXCEEDED || code == Status.Code.CANCELLED);
    }

    void askAgain(Supplier<CompletableFuture<A>> again) {
      Context outer = own.attach();
      try {
        var _ = again.get().whenComplete(this::settle);
      } finally {
        own.detach(outer);
      }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      if (cancelled) {
        leave();
      }
      return cancelled;
    }
  }
}
