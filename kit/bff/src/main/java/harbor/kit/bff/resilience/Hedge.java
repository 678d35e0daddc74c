package harbor.kit.bff.resilience;

import harbor.kit.bff.plan.RequestScope;
import harbor.observability.RecentLatency;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a second time what is slow for once: reads only, once the first try has taken longer than 95
 * % of the last minute's, and within the {@link RetryBudget}. The first answer counts, the other
 * try is cancelled (<a href="https://research.google/pubs/the-tail-at-scale/">Dean and Barroso, The
 * Tail at Scale</a>, 2013).
 *
 * <p>grpc-java's hedging waits for a fixed time that somebody has to guess, and hedges without
 * bound when everything is slow.
 */
final class Hedge implements UnaryChannel {
  /** Who looks so late is slow itself: the answer may have come long ago, and wait to be read. */
  private static final long MAX_LATE_NANOS = Duration.ofMillis(1).toNanos();

  private final UnaryChannel delegate;
  private final RetryBudget budget;
  private final LongSupplier nanoTime;
  private final ByMethod<Tail> tails;
  private final LongAdder hedges = new LongAdder();
  private final LongAdder won = new LongAdder();

  private record Tail(boolean isRead, TailLatency latency) {}

  Hedge(UnaryChannel delegate, RetryBudget budget, LongSupplier nanoTime) {
    this.delegate = delegate;
    this.budget = budget;
    this.nanoTime = nanoTime;
    this.tails =
        new ByMethod<>(
            method ->
                new Tail(Repeatable.of(method) == Repeatable.READ, new TailLatency(nanoTime)));
  }

  @Override
  public <Q, A> CompletableFuture<A> call(MethodDescriptor<Q, A> method, Q request, Try attempt) {
    Tail tail = tails.of(method);
    RequestScope scope = RequestScope.current();
    if (!tail.isRead() || scope == null) {
      return delegate.call(method, request, attempt);
    }
    Hedged<Q, A> hedged = new Hedged<>(method, request, tail.latency());
    hedged.start(attempt, scope);
    return hedged;
  }

  /** How slow each method's slowest 5 % were during the last minute. */
  Map<String, RecentLatency.Figures> latencies() {
    Map<String, RecentLatency.Figures> figures = new TreeMap<>();
    tails.all().forEach((method, tail) -> figures.put(method, tail.latency().figures()));
    return figures;
  }

  /** How many second tries were made so far. */
  long hedges() {
    return hedges.sum();
  }

  /** How many of them were faster than the first. */
  long won() {
    return won.sum();
  }

  private final class Hedged<Q, A> extends CompletableFuture<A> {
    private final MethodDescriptor<Q, A> method;
    private final Q request;
    private final TailLatency latency;
    private final Context context = Context.current();
    private final AtomicInteger underWay = new AtomicInteger();
    private @Nullable CompletableFuture<A> first;
    private volatile @Nullable CompletableFuture<A> second;
    private @Nullable Future<?> timer;
    private long due;

    Hedged(MethodDescriptor<Q, A> method, Q request, TailLatency latency) {
      this.method = method;
      this.request = request;
      this.latency = latency;
    }

    void start(Try attempt, RequestScope scope) {
      long now = nanoTime.getAsLong();
      first = send(attempt, now);
      long wait = latency.nanosBeforeHedge(now);
      if (wait != TailLatency.UNKNOWN && !isDone()) {
        due = now + wait;
        timer = scope.scheduler().schedule(context.wrap(this::hedge), wait, TimeUnit.NANOSECONDS);
      }
    }

    private void hedge() {
      long now = nanoTime.getAsLong();
      boolean isOurFault = now - due > MAX_LATE_NANOS;
      if (!isDone() && !context.isCancelled() && !isOurFault && budget.withdrawSpare()) {
        CompletableFuture<A> sent = send(Try.hedge(), now);
        if (!sent.isCompletedExceptionally()) {
          hedges.increment();
        }
        second = sent;
        if (isDone()) {
          sent.cancel(false);
        }
      }
    }

    private CompletableFuture<A> send(Try attempt, long startedAt) {
      underWay.incrementAndGet();
      CompletableFuture<A> sent = delegate.call(method, request, attempt);
      var _ =
          sent.whenComplete(
              (answer, failure) -> {
                int left = underWay.decrementAndGet();
                // One that was overtaken has taken at least so long: it counts, or else the tail
                // would look shorter the more of it is cut off.
                if (failure == null || sent.isCancelled()) {
                  latency.record(nanoTime.getAsLong() - startedAt);
                }
                if (failure == null) {
                  if (complete(answer) && attempt.isHedge()) {
                    won.increment();
                  }
                } else if (left == 0) {
                  completeExceptionally(failure);
                }
                if (isDone()) {
                  tidy();
                }
              });
      return sent;
    }

    private void tidy() {
      if (timer != null) {
        timer.cancel(false);
      }
      stop(first);
      stop(second);
    }

    private void stop(@Nullable CompletableFuture<A> sent) {
      if (sent != null && !sent.isDone()) {
        sent.cancel(false);
      }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      tidy();
      return cancelled;
    }
  }
}
