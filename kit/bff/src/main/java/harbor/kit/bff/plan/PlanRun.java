package harbor.kit.bff.plan;

import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a plan.
 *
 * <p>Each call has a place in {@link #settled}, written once by whoever settles it first: its
 * answer, its deadline, or the end of the run. The last one to settle, or the first critical miss,
 * ends the run.
 */
final class PlanRun<I, V> {
  private static final Logger log = LoggerFactory.getLogger(PlanRun.class);

  private final Plan<I> plan;
  private final RequestScope scope;
  private final Function<Parts, V> view;
  private final PlanListener listener;
  private final CancellableContext context;
  private final long startedAt;
  private final AtomicReferenceArray<@Nullable Object> settled;
  private final AtomicInteger unsettled;
  private final CompletableFuture<Page<V>> page = new CompletableFuture<>();

  PlanRun(Plan<I> plan, RequestScope scope, Function<Parts, V> view, PlanListener listener) {
    this.plan = plan;
    this.scope = scope;
    this.view = view;
    this.listener = listener;
    this.context = scope.part(scope.context(), plan.budget());
    this.startedAt = scope.ticker().nanoTime();
    this.settled = new AtomicReferenceArray<>(plan.calls().size());
    this.unsettled = new AtomicInteger(plan.calls().size());
  }

  CompletableFuture<Page<V>> start(I input) {
    List<Call<I, ?>> calls = plan.calls();
    try (Scope _ = scope.trace().makeCurrent()) {
      for (int i = 0; i < calls.size() && !page.isDone(); i++) {
        ask(i, calls.get(i), input);
      }
    }
    if (calls.isEmpty()) {
      ready();
    }
    return page;
  }

  private <T> void ask(int place, Call<I, T> call, I input) {
    CancellableContext own = scope.part(context, call.deadline());
    CompletableFuture<? extends T> answer = null;
    Throwable thrown = new NullPointerException("no future");
    Context outer = own.attach();
    try {
      answer = call.source().ask(input);
    } catch (RuntimeException | Error e) {
      thrown = e;
    } finally {
      own.detach(outer);
    }
    if (answer == null) {
      missed(place, call, own, Misses.of(thrown));
      return;
    }
    var _ =
        answer.whenComplete(
            (value, failure) -> {
              if (failure != null) {
                missed(place, call, own, missOf(failure, own));
              } else if (value == null) {
                missed(place, call, own, Misses.of(new NullPointerException("no answer")));
              } else {
                answered(place, call, own, value);
              }
            });
    // Settling closes the context, which calls this too: only the first to settle counts.
    own.addListener(
        ended -> missed(place, call, own, missOf(ended.cancellationCause())), Runnable::run);
  }

  private <T> void answered(int place, Call<I, T> call, CancellableContext own, T answer) {
    Object part = call.isCritical() ? answer : new Part.Fresh<>(answer);
    if (settled.compareAndSet(place, null, part)) {
      settled(call, own, null);
    }
  }

  private <T> void missed(int place, Call<I, T> call, CancellableContext own, Miss miss) {
    Object part =
        call instanceof OptionalCall<I, T> optional
            ? new Part.Fallback<>(optional.fallback(), miss)
            : miss;
    if (!settled.compareAndSet(place, null, part)) {
      return;
    }
    if (call.isCritical()) {
      end(
          miss.isFailure()
              ? new Page.Unavailable<>(call.name(), miss)
              : new Page.NotFound<>(call.name(), miss));
    }
    settled(call, own, miss);
  }

  private void settled(Call<I, ?> call, CancellableContext own, @Nullable Miss miss) {
    own.cancel(null);
    tell(() -> listener.onSettled(plan, call, scope, miss, scope.ticker().nanoTime() - startedAt));
    if (unsettled.decrementAndGet() == 0) {
      ready();
    }
  }

  /** A listener that fails keeps no page from its end. */
  private void tell(Runnable telling) {
    try {
      telling.run();
    } catch (RuntimeException bug) {
      log.error("{}: its listener failed", plan.name(), bug);
    }
  }

  private void ready() {
    if (page.isDone()) {
      return;
    }
    Object[] parts = new Object[settled.length()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = settled.get(i);
    }
    try {
      Parts all = new Parts(plan.calls(), parts);
      end(new Page.Ready<>(view.apply(all), all.missing()));
    } catch (RuntimeException | Error bug) {
      page.completeExceptionally(bug);
      context.cancel(null);
    }
  }

  private void end(Page<V> ending) {
    // First the page: what is cancelled below settles as cancelled and must find the run ended.
    page.complete(ending);
    context.cancel(null);
  }

  /** A call that fails because its time is over is late, whatever its transport calls that. */
  private static Miss missOf(Throwable failure, CancellableContext own) {
    return own.isCancelled() ? missOf(own.cancellationCause()) : Misses.of(failure);
  }

  private static Miss missOf(@Nullable Throwable cancellation) {
    return cancellation instanceof TimeoutException ? Miss.TIMEOUT : Miss.CANCELLED;
  }
}
