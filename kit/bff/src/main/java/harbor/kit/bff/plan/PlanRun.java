package harbor.kit.bff.plan;

import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a plan.
 *
 * <p>Each call has a place in {@link #settled}, written once by whoever settles it first: its
 * answer, its deadline, or the end of the run. The last one to settle, or the first critical miss,
 * ends the run; whoever is told so cancels the context, and with it what is still under way.
 */
final class PlanRun<I> {
  private static final Logger log = LoggerFactory.getLogger(PlanRun.class);

  private final Plan<I> plan;
  private final RequestScope scope;
  private final Context context;
  private final Parts before;
  private final PlanListener listener;
  private final Consumer<Ending> end;
  private final long startedAt;
  private final CallRun[] runs;
  private final AtomicReferenceArray<@Nullable Object> settled;
  private final AtomicInteger unsettled;
  private final AtomicBoolean ended = new AtomicBoolean();

  /**
   * A run.
   *
   * @param context has the time that the run may take
   * @param before what the plans before this one gave
   * @param end told once how it ended
   */
  PlanRun(
      Plan<I> plan,
      RequestScope scope,
      Context context,
      Parts before,
      PlanListener listener,
      Consumer<Ending> end) {
    this.plan = plan;
    this.scope = scope;
    this.context = context;
    this.before = before;
    this.listener = listener;
    this.end = end;
    this.startedAt = scope.ticker().nanoTime();
    this.runs = runs(plan, scope);
    this.settled = new AtomicReferenceArray<>(plan.calls().size());
    this.unsettled = new AtomicInteger(plan.calls().size());
  }

  private static CallRun[] runs(Plan<?> plan, RequestScope scope) {
    CallRun[] runs = new CallRun[plan.calls().size()];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = new CallRun(plan, plan.calls().get(i), scope);
    }
    return runs;
  }

  void start(I input) {
    List<Call<I, ?>> calls = plan.calls();
    try (Scope _ = scope.trace().makeCurrent()) {
      for (int i = 0; i < calls.size() && !ended.get(); i++) {
        ask(i, calls.get(i), input);
      }
    }
    if (calls.isEmpty()) {
      whole();
    }
  }

  private <T> void ask(int place, Call<I, T> call, I input) {
    CallRun run = runs[place];
    CancellableContext own = scope.part(context.withValue(CallRun.KEY, run), call.deadline());
    CompletableFuture<? extends T> answer = null;
    Throwable thrown = null;
    Context outer = own.attach();
    try {
      answer = call.source().ask(input);
    } catch (RuntimeException | Error e) {
      thrown = e;
    } finally {
      own.detach(outer);
    }
    if (answer == null) {
      Throwable why = thrown == null ? new NullPointerException("no future") : thrown;
      missed(place, call, run, own, Misses.of(why));
      return;
    }
    var _ =
        answer.whenComplete(
            (value, failure) -> {
              if (failure != null) {
                missed(place, call, run, own, missOf(failure, own));
              } else if (value == null) {
                missed(place, call, run, own, Misses.of(new NullPointerException("no answer")));
              } else {
                answered(place, call, run, own, value);
              }
            });
    // Settling closes the context, which tells this too: then there is nothing left to do.
    own.addListener(
        over -> {
          if (settled.get(place) == null) {
            missed(place, call, run, own, missOf(over.cancellationCause()));
          }
        },
        Runnable::run);
  }

  private <T> void answered(
      int place, Call<I, T> call, CallRun run, CancellableContext own, T answer) {
    Object part = call.isCritical() ? answer : new Part.Fresh<>(answer);
    if (settled.compareAndSet(place, null, part)) {
      settled(run, own);
    }
  }

  private <T> void missed(
      int place, Call<I, T> call, CallRun run, CancellableContext own, Miss miss) {
    Object part =
        call instanceof OptionalCall<I, T> optional
            ? new Part.Fallback<>(optional.fallback(), miss)
            : miss;
    if (!settled.compareAndSet(place, null, part)) {
      return;
    }
    run.missed(miss);
    if (call.isCritical()) {
      end(new Ending.Missed(call, miss));
    }
    settled(run, own);
  }

  private void settled(CallRun run, CancellableContext own) {
    own.cancel(null);
    try {
      listener.onSettled(run, scope.ticker().nanoTime() - startedAt);
    } catch (RuntimeException bug) {
      // A listener that fails keeps no page from its end.
      log.error("{}: its listener failed", plan.name(), bug);
    }
    if (unsettled.decrementAndGet() == 0) {
      whole();
    }
  }

  private void whole() {
    Object[] parts = new Object[settled.length()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = settled.get(i);
    }
    end(new Ending.Whole(new Parts(before, runs, parts)));
  }

  private void end(Ending ending) {
    if (ended.compareAndSet(false, true)) {
      end.accept(ending);
    }
  }

  /** A call that fails because its time is over is late, whatever its transport calls that. */
  private static Miss missOf(Throwable failure, CancellableContext own) {
    return own.isCancelled() ? missOf(own.cancellationCause()) : Misses.of(failure);
  }

  private static Miss missOf(@Nullable Throwable cancellation) {
    return cancellation instanceof TimeoutException ? Miss.TIMEOUT : Miss.CANCELLED;
  }
}
