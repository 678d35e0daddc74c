package harbor.kit.bff.plan;

import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Deadline;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a plan and of those that follow it, all within the first one's budget, until the page
 * is there. Thread-safe.
 */
final class PlanRun<V> {
  private static final Logger log = LoggerFactory.getLogger(PlanRun.class);

  private final RequestScope scope;
  private final PlanListener listener;
  private final UnaryOperator<Duration> pace;
  private final Function<PlanParts, V> view;
  private final CompletableFuture<Page<V>> page = new CompletableFuture<>();

  PlanRun(
      RequestScope scope,
      PlanListener listener,
      UnaryOperator<Duration> pace,
      Function<PlanParts, V> view) {
    this.scope = scope;
    this.listener = listener;
    this.pace = pace;
    this.view = view;
  }

  <I> CompletableFuture<Page<V>> start(Plan<I> first, I input) {
    run(first, input, scope.context(), null, PlanParts.NONE);
    return page;
  }

  /**
   * Runs a plan.
   *
   * @param limit by when it ends at the latest; null for no limit but its own
   */
  private <I> void run(
      Plan<I> plan, I input, Context within, @Nullable Deadline limit, PlanParts before) {
    Duration budget = pace.apply(plan.budget());
    Deadline own = scope.after(budget);
    Deadline end = limit == null ? own : own.minimum(limit);
    CancellableContext context =
        plan.isChange()
            ? scope.lasting(within, budget)
            : scope.part(within, budget.plus(CallRun.maxExtension(budget)));
    new Step<>(plan, input, context, end, before).start();
  }

  /**
   * The calls of one plan.
   *
   * <p>Each has a place in {@link #settled}, written once by whoever settles it first: its answer,
   * its deadline, which may have been {@linkplain CallRun#extendBy moved}, or the end of the run.
   * The last one to settle, or the first critical miss, ends the step. The end of the page cancels
   * the context, and with it what is still under way; what changes something goes on until it has
   * settled.
   */
  private final class Step<I> {
    private final Plan<I> plan;
    private final I input;
    private final CancellableContext context;
    private final Deadline end;
    private final PlanParts before;
    private final AtomicLong extension = new AtomicLong();
    private final long startedAt = scope.ticker().nanoTime();
    private final CallRun[] runs;
    private final AtomicReferenceArray<@Nullable Object> settled;
    private final AtomicInteger unsettled;
    private final AtomicBoolean ended = new AtomicBoolean();

    Step(Plan<I> plan, I input, CancellableContext context, Deadline end, PlanParts before) {
      this.plan = plan;
      this.input = input;
      this.context = context;
      this.end = end;
      this.before = before;
      this.runs = runs(plan, scope);
      this.settled = new AtomicReferenceArray<>(runs.length);
      this.unsettled = new AtomicInteger(runs.length);
    }

    void start() {
      var _ = page.whenComplete((_, _) -> release());
      List<Call<I, ?>> calls = plan.calls();
      try (Scope _ = scope.trace().makeCurrent()) {
        for (int i = 0; i < calls.size() && !ended.get(); i++) {
          ask(i, calls.get(i));
        }
      }
      if (calls.isEmpty()) {
        whole();
      }
    }

    private <T> void ask(int place, Call<I, T> call) {
      CallRun run = runs[place];
      scope.started(run);
      Duration time = pace.apply(call.deadline());
      CancellableContext own =
          context
              .withValue(CallRun.KEY, run)
              .withDeadline(scope.after(time).minimum(end), scope.scheduler());
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
                  missed(
                      place, call, run, own, missOf(failure, run.extension() > 0 ? context : own));
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
              over(place, call, run, own, CallRun.maxExtension(time).toNanos());
            }
          },
          Runnable::run);
    }

    /** The time is over, unless the source has moved the deadline. */
    private <T> void over(
        int place, Call<I, T> call, CallRun run, CancellableContext own, long maxNanos) {
      Miss miss = missOf(own.cancellationCause());
      long nanos = Math.min(maxNanos, run.extension());
      if (nanos == 0 || !miss.equals(Miss.TIMEOUT) || context.isCancelled()) {
        missed(place, call, run, own, miss);
        return;
      }
      extension.accumulateAndGet(nanos, Math::max);
      context.addListener(
          outer -> missed(place, call, run, own, missOf(outer.cancellationCause())), Runnable::run);
      var _ =
          scope
              .scheduler()
              .schedule(() -> missed(place, call, run, own, miss), nanos, TimeUnit.NANOSECONDS);
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
      if (call.isCritical() && ended.compareAndSet(false, true)) {
        page.complete(new Page.Failed<>(call.name(), miss));
      }
      settled(run, own);
    }

    private void settled(CallRun run, CancellableContext own) {
      own.cancel(null);
      scope.settled(run);
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
      if (ended.compareAndSet(false, true)) {
        try {
          show(new PlanParts(before, scope.language(), runs, parts()));
        } catch (RuntimeException | Error bug) {
          page.completeExceptionally(bug);
        }
      }
      if (page.isDone()) {
        release();
      }
    }

    private void show(PlanParts parts) {
      Plan.Step<I, ?> next = plan.next();
      if (next == null) {
        page.complete(new Page.Ready<>(view(parts), parts.missing(), parts.stale()));
      } else {
        follow(next, parts);
      }
    }

    /** Within the request's trace, whichever call settled last. */
    private V view(PlanParts parts) {
      try (Scope _ = scope.trace().makeCurrent()) {
        return view.apply(parts);
      }
    }

    private <J> void follow(Plan.Step<I, J> next, PlanParts parts) {
      Deadline limit = end.offset(extension.get(), TimeUnit.NANOSECONDS);
      run(next.plan(), next.input().apply(input, parts), context, limit, parts);
    }

    private void release() {
      if (!plan.isChange() || unsettled.get() == 0) {
        context.cancel(null);
      }
    }

    private Object[] parts() {
      Object[] parts = new Object[settled.length()];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = settled.get(i);
      }
      return parts;
    }
  }

  private static CallRun[] runs(Plan<?> plan, RequestScope scope) {
    CallRun[] runs = new CallRun[plan.calls().size()];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = new CallRun(plan, plan.calls().get(i), scope);
    }
    return runs;
  }

  /** A call that fails because its time is over is late, whatever its transport calls that. */
  private static Miss missOf(Throwable failure, CancellableContext own) {
    return own.isCancelled() ? missOf(own.cancellationCause()) : Misses.of(failure);
  }

  private static Miss missOf(@Nullable Throwable cancellation) {
    return cancellation instanceof TimeoutException ? Miss.TIMEOUT : Miss.CANCELLED;
  }
}
