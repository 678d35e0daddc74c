package harbor.kit.bff.plan;

import harbor.kit.runtime.CorrelationId;
import io.grpc.Context.CancellableContext;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One request of a client, as far as its calls need to know it: what is left of its time, whether
 * somebody still waits, its trace and its correlation id.
 *
 * <p>Closing it cancels whatever still runs for the request. Thread-safe.
 */
public final class RequestScope implements AutoCloseable {
  /** The correlation id of the request that a downstream call is made for. */
  public static final io.grpc.Context.Key<CorrelationId> CORRELATION =
      io.grpc.Context.key("harbor-correlation-id");

  private final CorrelationId correlationId;
  private final CancellableContext context;
  private final io.opentelemetry.context.Context trace;
  private final Deadline.Ticker ticker;
  private final ScheduledExecutorService scheduler;

  private RequestScope(
      CorrelationId correlationId,
      CancellableContext context,
      io.opentelemetry.context.Context trace,
      Deadline.Ticker ticker,
      ScheduledExecutorService scheduler) {
    this.correlationId = correlationId;
    this.context = context;
    this.trace = trace;
    this.ticker = ticker;
    this.scheduler = scheduler;
  }

  /**
   * Opens a request's scope.
   *
   * @param total the time of the whole request
   * @param trace the request's trace, in which its calls are children
   * @param ticker what measures the time
   * @param scheduler where the time's passing is noticed; in a server the request's event loop
   */
  public static RequestScope open(
      Duration total,
      CorrelationId correlationId,
      io.opentelemetry.context.Context trace,
      Deadline.Ticker ticker,
      ScheduledExecutorService scheduler) {
    Deadline deadline = Deadline.after(total.toNanos(), TimeUnit.NANOSECONDS, ticker);
    CancellableContext context =
        io.grpc.Context.ROOT
            .withValue(CORRELATION, correlationId)
            .withDeadline(deadline, scheduler);
    return new RequestScope(correlationId, context, trace, ticker, scheduler);
  }

  /** The request's trace. */
  public io.opentelemetry.context.Context trace() {
    return trace;
  }

  /** The request's correlation id. */
  public CorrelationId correlationId() {
    return correlationId;
  }

  /** Cancels whatever still runs for the request. Doing so twice does nothing. */
  @Override
  public void close() {
    context.cancel(null);
  }

  /** A part of the request with at most so much time, cancelled with it. */
  CancellableContext part(io.grpc.Context within, Duration time) {
    return within.withDeadline(
        Deadline.after(time.toNanos(), TimeUnit.NANOSECONDS, ticker), scheduler);
  }

  io.grpc.Context context() {
    return context;
  }

  Deadline.Ticker ticker() {
    return ticker;
  }
}
