package harbor.kit.bff.cache.load;

import com.google.protobuf.Message;
import harbor.kit.bff.cache.shared.Entry;
import harbor.kit.bff.cache.shared.SharedEntries;
import harbor.kit.bff.cache.shared.SharedEntries.Asked;
import harbor.kit.bff.cache.shared.SharedEntries.Lease;
import harbor.kit.bff.cache.shared.StoreLatency;
import harbor.kit.bff.plan.CallRun;
import harbor.kit.bff.plan.CallRun.AnsweredBy;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.client.Caller;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One load of one entry: first from what all processes share, then, by one process at a time, from
 * the service.
 *
 * <p>It is made in nobody's name and does not end with the call that started it: only when all who
 * waited for it have left. The service has the time that is left to that call when it begins: what
 * the shared store takes, {@link CallRun#maxExtension} at most, comes on top. Thread-safe.
 */
final class Load<A extends Message> {
  private static final long FIRST_PAUSE_MILLIS = 4;
  private static final long MAX_PAUSE_MILLIS = 32;

  private final String id;
  private final ReadCache<A> cache;
  private final @Nullable SharedEntries<A> shared;
  private final Loader<A> service;
  private final boolean isRefresh;
  private final RequestScope scope;
  private final Context context;
  private final CompletableFuture<Loaded<A>> result = new CompletableFuture<>();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean asked = new AtomicBoolean();
  private final AtomicInteger waiting;
  private final Duration time;
  private final long beganAt;
  private final long sharedUntil;
  private volatile @Nullable Entry<A> known;
  private volatile @Nullable Lease lease;
  private volatile @Nullable Sent sent;
  private volatile boolean isOver;

  /**
   * The service was asked.
   *
   * @param nanos when, by what measures the time
   * @param millis the same since 1970
   */
  private record Sent(long nanos, long millis, Context within) {}

  /**
   * A load for the current call.
   *
   * @param known the entry to be replaced
   * @param isRefresh whether that is still good, so that nobody waits
   */
  Load(
      String id,
      ReadCache<A> cache,
      @Nullable SharedEntries<A> shared,
      Loader<A> service,
      RequestScope request,
      @Nullable Entry<A> known,
      boolean isRefresh) {
    this.id = id;
    this.cache = cache;
    this.shared = shared;
    this.service = service;
    this.known = known;
    this.isRefresh = isRefresh;
    this.waiting = new AtomicInteger(isRefresh ? 0 : 1);
    this.time = timeLeft();
    Duration maxShared = shared == null ? Duration.ZERO : CallRun.maxExtension(time);
    this.beganAt = request.ticker().nanoTime();
    this.sharedUntil = beganAt + maxShared.toNanos();
    this.scope =
        RequestScope.open(
            time.plus(maxShared),
            request.correlationId(),
            Caller.ANONYMOUS,
            request.trace(),
            request.ticker(),
            request.scheduler());
    CallRun run = CallRun.current();
    this.context =
        run == null ? scope.context() : (isRefresh ? run.fork() : run).within(scope.context());
  }

  private static Duration timeLeft() {
    Deadline deadline = Context.current().getDeadline();
    return deadline == null
        ? Duration.ofSeconds(1)
        : Duration.ofNanos(Math.max(1, deadline.timeRemaining(TimeUnit.NANOSECONDS)));
  }

  void start() {
    // Its end closes the scope, which tells this too: then there is nothing left to do.
    failsWith(scope.context());
    if (shared == null) {
      askService();
    } else {
      askShared(shared, FIRST_PAUSE_MILLIS);
    }
  }

  private void failsWith(Context own) {
    own.addListener(
        over -> {
          if (!ended.get()) {
            failed(status(over.cancellationCause()));
          }
        },
        Runnable::run);
  }

  /**
   * What the store that all processes share took of the time of one who waits: as much later may
   * the service answer.
   *
   * @param since when that one began to wait
   */
  long sharedNanos(long since) {
    if (shared == null) {
      return 0;
    }
    Sent known = sent;
    long until = known == null ? scope.ticker().nanoTime() : known.nanos();
    return Math.max(0, until - Math.max(since, beganAt));
  }

  /** What it brings. */
  CompletableFuture<Loaded<A>> result() {
    return result;
  }

  /**
   * Whether it failed without the service having said so: the time of whoever started it was over,
   * or a batch left the id out. Others who wait may then ask for themselves.
   */
  boolean isOver() {
    return isOver;
  }

  /** Whether the service was asked. */
  boolean isAsked() {
    return asked.get();
  }

  /** What may stand in if it fails. */
  @Nullable Entry<A> known() {
    return known;
  }

  /** One more waits for it; false when it has been given up. */
  boolean join() {
    int now = waiting.get();
    while (now >= 0 && !waiting.compareAndSet(now, now + 1)) {
      now = waiting.get();
    }
    return now >= 0;
  }

  /** One waits no longer. */
  void leave() {
    if (waiting.decrementAndGet() == 0 && !isRefresh && waiting.compareAndSet(0, -1)) {
      giveUp(Status.CANCELLED.withDescription("Nobody waits for it").asRuntimeException());
    }
  }

  private void askShared(SharedEntries<A> entries, long pauseMillis) {
    inTime(
        entries,
        entries.get(id),
        (found, failure) -> {
          if (ended.get() || asked.get()) {
            return;
          }
          if (failure != null) {
            // no lease either: that would be to wait twice for a store that is not there
            askService();
          } else if (!isEnoughFor(found)) {
            inTime(entries, entries.lease(id), (lease, _) -> leased(entries, lease, pauseMillis));
          }
        });
  }

  /**
   * Goes on with what the store says, unless that takes longer than the store usually does: then
   * the service is asked. What comes later than that is only measured.
   */
  private <T> void inTime(
      SharedEntries<A> entries, CompletableFuture<T> said, BiConsumer<T, Throwable> then) {
    StoreLatency latency = entries.latency();
    long sentAt = scope.ticker().nanoTime();
    long patience = Math.min(latency.patience(), sharedUntil - sentAt);
    if (patience <= 0) {
      askService();
    } else {
      var _ =
          scope
              .scheduler()
              .schedule(
                  () -> {
                    if (!said.isDone()) {
                      latency.unanswered(patience);
                      askService();
                    }
                  },
                  patience,
                  TimeUnit.NANOSECONDS);
    }
    var _ =
        said.whenCompleteAsync(
            (answer, failure) -> {
              if (failure == null) {
                latency.answered(scope.ticker().nanoTime() - sentAt);
              }
              then.accept(answer, failure);
            },
            scope.scheduler());
  }

  /** Ends with what others have loaded, when that is fresh. */
  private boolean isEnoughFor(Optional<Entry<A>> found) {
    Entry<A> mine = known;
    Entry<A> theirs = found.orElse(null);
    if (theirs == null || (mine != null && theirs.loadedAt() <= mine.loadedAt())) {
      return false;
    }
    if (cache.isFresh(theirs)) {
      cache.counts().sharedHits.increment();
      end(new Loaded<>(theirs, AnsweredBy.SHARED_CACHE));
      return true;
    }
    known = theirs;
    return false;
  }

  private void leased(SharedEntries<A> entries, Asked<A> answer, long pauseMillis) {
    switch (answer) {
      case Asked.Granted<A>(Lease granted, var there) -> {
        lease = granted;
        // Whoever asked the service before the lease was granted may know what has changed since.
        if (ended.get() || asked.get()) {
          giveBack();
        } else if (!isEnoughFor(there)) {
          askService();
        }
      }
      case Asked.Refused<A>(var why) -> {
        switch (why) {
          case UNKNOWN -> askService();
          case HELD -> waitFor(entries, pauseMillis);
        }
      }
    }
  }

  /**
   * Another process loads: what it brings is there in a moment. When the time for that has gone,
   * the other one may have died, and this one loads without a lease.
   */
  private void waitFor(SharedEntries<A> entries, long pauseMillis) {
    if (ended.get() || asked.get()) {
      return;
    }
    if (isRefresh && waiting.compareAndSet(0, -1)) {
      giveUp(Status.CANCELLED.withDescription("Another process refreshes it").asRuntimeException());
      return;
    }
    long left = sharedUntil - scope.ticker().nanoTime();
    if (left <= 0) {
      askService();
      return;
    }
    context.run(() -> service.passes(id));
    var _ =
        scope
            .scheduler()
            .schedule(
                () -> {
                  if (!ended.get()) {
                    askShared(entries, Math.min(2 * pauseMillis, MAX_PAUSE_MILLIS));
                  }
                },
                Math.min(left, TimeUnit.MILLISECONDS.toNanos(pauseMillis)),
                TimeUnit.NANOSECONDS);
  }

  private void askService() {
    if (ended.get() || !asked.compareAndSet(false, true)) {
      return;
    }
    cache.counts().loads.increment();
    CompletableFuture<A> answer;
    Context outer = context.attach();
    try {
      answer = service.ask(id, this::sent);
    } catch (RuntimeException | Error e) {
      answer = CompletableFuture.failedFuture(e);
    } finally {
      context.detach(outer);
    }
    var _ = answer.whenComplete(this::answered);
  }

  /** The service has as much time as if it had been asked at once. */
  private Context sent() {
    Context within = shared == null ? context : scope.part(context, time);
    sent = new Sent(scope.ticker().nanoTime(), cache.now(), within);
    failsWith(within);
    return within;
  }

  private void answered(@Nullable A answer, @Nullable Throwable failure) {
    Sent known = sent;
    long nanos = known == null ? 0 : scope.ticker().nanoTime() - known.nanos();
    long at = known == null ? cache.now() : known.millis();
    cache.counts().loadNanos.add(nanos);
    if (failure == null) {
      end(loaded(new Entry.Value<>(Objects.requireNonNull(answer)), nanos, at));
    } else if (Status.fromThrowable(failure).getCode() == Status.Code.NOT_FOUND) {
      absent(failure, nanos, at);
    } else {
      failed(failure);
    }
  }

  /** Cached in the service's own words alone: a batch that leaves an id out has none. */
  private void absent(Throwable failure, long nanos, long at) {
    com.google.rpc.Status said = StatusProto.fromThrowable(failure);
    if (said == null || said.getDetailsCount() == 0) {
      giveUp(failure);
    } else {
      end(loaded(new Entry.Absent<>(said), nanos, at));
    }
  }

  private Loaded<A> loaded(Entry.Content<A> what, long nanos, long at) {
    return new Loaded<>(cache.entry(what, nanos, at), AnsweredBy.SERVICE);
  }

  private void end(Loaded<A> loaded) {
    if (!ended.compareAndSet(false, true)) {
      giveBack();
      return;
    }
    boolean isCached = cache.loaded(id, this, loaded.entry());
    Lease mine = lease;
    if (mine != null && shared != null) {
      lease = null;
      if (isCached && loaded.from() == AnsweredBy.SERVICE) {
        shared.put(mine, loaded.entry());
      } else {
        shared.release(mine);
      }
    }
    close();
    result.complete(loaded);
  }

  private void failed(Throwable failure) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    Sent known = sent;
    Deadline deadline = (known == null ? scope.context() : known.within()).getDeadline();
    isOver = deadline != null && deadline.isExpired();
    cache.failed(id, this);
    close();
    result.completeExceptionally(failure);
  }

  private void giveUp(Throwable why) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    isOver = true;
    cache.gaveUp(id, this);
    close();
    result.completeExceptionally(why);
  }

  /** Gives back whatever it holds. */
  private void close() {
    context.run(() -> service.passes(id));
    giveBack();
    scope.close();
  }

  private void giveBack() {
    Lease mine = lease;
    if (mine != null && shared != null) {
      lease = null;
      shared.release(mine);
    }
  }

  private static Throwable status(@Nullable Throwable cancellation) {
    return (cancellation instanceof TimeoutException ? Status.DEADLINE_EXCEEDED : Status.CANCELLED)
        .asRuntimeException();
  }
}
