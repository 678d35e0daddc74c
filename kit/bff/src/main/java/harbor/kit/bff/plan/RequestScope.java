package harbor.kit.bff.plan;

import harbor.kit.client.Caller;
import harbor.kit.runtime.CorrelationId;
import harbor.observability.TraceClock;
import io.grpc.Context.CancellableContext;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client, as far as its calls need to know it: what is left of its time, whether
 * somebody still waits, its trace, its correlation id, and on whose behalf it is made.
 *
 * <p>Closing it cancels whatever still runs for the request. Thread-safe.
 */
public final class RequestScope implements AutoCloseable {
  private static final io.grpc.Context.Key<RequestScope> KEY =
      io.grpc.Context.key("harbor-request-scope");

  private final CorrelationId correlationId;
  private final Caller caller;
  private final String idempotencyKey;
  private final Locale language;
  private final CancellableContext context;
  private final io.opentelemetry.context.Context trace;
  private final Deadline.Ticker ticker;
  private final long traceOffset;
  private final ScheduledExecutorService scheduler;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger cached = new AtomicInteger();
  private volatile boolean isReplayed;
  private volatile @Nullable Waterfall waterfall;

  private RequestScope(
      Duration total,
      CorrelationId correlationId,
      Caller caller,
      String idempotencyKey,
      Locale language,
      io.opentelemetry.context.Context trace,
      Deadline.Ticker ticker,
      ScheduledExecutorService scheduler) {
    this.correlationId = correlationId;
    this.caller = caller;
    this.idempotencyKey = idempotencyKey;
    this.language = language;
    this.trace = trace;
    this.ticker = ticker;
    this.traceOffset = TraceClock.epochNanos(trace) - ticker.nanoTime();
    this.scheduler = scheduler;
    this.context =
        io.grpc.Context.ROOT
            .withValue(KEY, this)
            .withDeadline(Deadline.after(total.toNanos(), TimeUnit.NANOSECONDS, ticker), scheduler);
  }

  /**
   * Opens a request's scope.
   *
   * @param total the time of the whole request
   * @param caller on whose behalf it is made
   * @param trace the request's trace, in which its calls are children
   * @param ticker what measures the time
   * @param scheduler where the time's passing is noticed; in a server the request's event loop
   */
  public static RequestScope open(
      Duration total,
      CorrelationId correlationId,
      Caller caller,
      io.opentelemetry.context.Context trace,
      Deadline.Ticker ticker,
      ScheduledExecutorService scheduler) {
    return open(total, correlationId, caller, "", Locale.ENGLISH, trace, ticker, scheduler);
  }

  /**
   * Opens a request's scope.
   *
   * @param idempotencyKey the client's key of a write, which goes to every call that changes
   *     something; empty for none
   * @param language in which its texts for people are written
   */
  public static RequestScope open(
      Duration total,
      CorrelationId correlationId,
      Caller caller,
      String idempotencyKey,
      Locale language,
      io.opentelemetry.context.Context trace,
      Deadline.Ticker ticker,
      ScheduledExecutorService scheduler) {
    return new RequestScope(
        total, correlationId, caller, idempotencyKey, language, trace, ticker, scheduler);
  }

  /** The one that the calling code runs in; null outside any request. */
  public static @Nullable RequestScope current() {
    return KEY.get();
  }

  /** The one of this context; null outside any request. */
  public static @Nullable RequestScope of(io.grpc.Context context) {
    return KEY.get(context);
  }

  /** The request's trace. */
  public io.opentelemetry.context.Context trace() {
    return trace;
  }

  /** The request's correlation id. */
  public CorrelationId correlationId() {
    return correlationId;
  }

  /** On whose behalf it is made. */
  public Caller caller() {
    return caller;
  }

  /** In which its texts for people are written. */
  public Locale language() {
    return language;
  }

  /** The client's key of a write; empty for none. */
  public String idempotencyKey() {
    return idempotencyKey;
  }

  /** Notes that a service gave the stored answer of an earlier request with the same key. */
  public void replayed() {
    isReplayed = true;
  }

  /** Whether it did. */
  public boolean isReplayed() {
    return isReplayed;
  }

  /** From now on its calls are noted there, too. */
  public void show(Waterfall into) {
    waterfall = into;
  }

  /** A call is started for it. */
  void started(CallRun run) {
    Waterfall shown = waterfall;
    if (shown != null) {
      shown.started(run, ticker.nanoTime());
    }
  }

  /** A call that was made for it ended. */
  void settled(CallRun run) {
    calls.incrementAndGet();
    if (run.isAnswered() && run.answeredBy().isCache()) {
      cached.incrementAndGet();
    }
    Waterfall shown = waterfall;
    if (shown != null) {
      shown.settled(run, ticker.nanoTime());
    }
  }

  /** How many calls of plans have ended. */
  public int calls() {
    return calls.get();
  }

  /** How many of them a cache answered. */
  public int cached() {
    return cached.get();
  }

  /** What measures its time. */
  public Deadline.Ticker ticker() {
    return ticker;
  }

  /** The time by its trace's clock, in nanoseconds since 1970. */
  long traceNanos() {
    return traceOffset + ticker.nanoTime();
  }

  /** Where its calls run and complete: the request's event loop. */
  public ScheduledExecutorService scheduler() {
    return scheduler;
  }

  /** What its calls are made in: has its deadline, and is cancelled when it is closed. */
  public io.grpc.Context context() {
    return context;
  }

  /** Cancels whatever still runs for the request. Doing so twice does nothing. */
  @Override
  public void close() {
    context.cancel(null);
  }

  /**
   * Within another part of the request with at most so much time, and not cancelled with it: for
   * what must go on when the client leaves.
   */
  CancellableContext lasting(io.grpc.Context within, Duration time) {
    Deadline own = after(time);
    Deadline outer = within.getDeadline();
    return io.grpc.Context.ROOT
        .withValue(KEY, this)
        .withDeadline(outer == null ? own : own.minimum(outer), scheduler);
  }

  /** A part of the request with at most so much time, cancelled with it. */
  public CancellableContext part(io.grpc.Context within, Duration time) {
    return within.withDeadline(after(time), scheduler);
  }

  /** So much time from now. */
  Deadline after(Duration time) {
    return Deadline.after(time.toNanos(), TimeUnit.NANOSECONDS, ticker);
  }
}
