package harbor.orders;

import harbor.kit.client.Caller;
import harbor.kit.client.identity.Identity;
import harbor.kit.runtime.CorrelationId;
import harbor.kit.runtime.LogFields;
import harbor.observability.Telemetry;
import harbor.orders.Saga.Origin;
import io.grpc.Context;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries sagas on: takes a step, records how it ended and what follows, takes that. Each saga that
 * this instance holds has a thread of its own, outside of the call that began it, on behalf of the
 * order's owner and in the trace of the request that began it. Thread-safe.
 */
final class SagaRunner {
  private static final Logger log = LoggerFactory.getLogger(SagaRunner.class);
  private static final int MAX_TAKEN = 50;
  private static final AttributeKey<Long> HOLDER = AttributeKey.longKey("harbor.saga.holder");

  /** A short pause is waited for under the lease; what takes longer is left to the timer. */
  private static final Duration MAX_WAIT = Duration.ofMillis(250);

  private final String service;
  private final PostgresSagaStore sagas;
  private final PostgresOrderStore orders;
  private final StepRequests steps;
  private final Failpoints failpoints;
  private final Tracer tracer;
  private final MeterRegistry metrics;
  private final OldestAge age;
  private final Map<String, CompletableFuture<Void>> running = new ConcurrentHashMap<>();

  SagaRunner(
      String service,
      PostgresSagaStore sagas,
      PostgresOrderStore orders,
      StepRequests steps,
      Failpoints failpoints,
      Telemetry telemetry) {
    this.service = service;
    this.sagas = sagas;
    this.orders = orders;
    this.steps = steps;
    this.failpoints = failpoints;
    this.tracer = telemetry.openTelemetry().getTracer("harbor.orders");
    this.metrics = telemetry.metrics();
    this.age =
        OldestAge.register(
            metrics,
            "harbor.sagas.oldest.seconds",
            "How long the oldest saga that has not ended is under way",
            System::nanoTime);
    Gauge.builder("harbor.sagas.running", running, Map::size)
        .description("Sagas that this instance carries on now")
        .register(metrics);
  }

  /** Goes on with a saga that this instance holds, on a thread of its own. */
  void start(Saga saga) {
    start(saga, SpanContext.getInvalid());
  }

  /**
   * The same.
   *
   * @param taker what took it from an earlier holder; invalid: nobody held it before
   */
  private void start(Saga saga, SpanContext taker) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    running.put(saga.id(), end);
    Thread.ofVirtual()
        .name("saga " + saga.id())
        .start(
            () -> {
              try {
                run(saga, taker);
              } finally {
                running.remove(saga.id(), end);
                end.complete(null);
              }
            });
  }

  /** Takes what nobody holds any more, and goes on with it. */
  void recover() {
    for (Saga saga : sagas.take(MAX_TAKEN)) {
      if (saga.tries() == 0) {
        try (LogFields _ = fields(saga)) {
          log.info("Saga {} is taken over at {}", saga.id(), saga.label());
        }
      }
      start(saga, Span.current().getSpanContext());
    }
    age.found(sagas.oldestSeconds());
  }

  /**
   * Waits until this instance has done with a saga for now, or the time is over.
   *
   * @return whether this instance had it
   */
  boolean await(String sagaId, Duration time) {
    CompletableFuture<Void> end = running.get(sagaId);
    if (end == null) {
      return false;
    }
    var _ = end.copy().completeOnTimeout(null, time.toNanos(), TimeUnit.NANOSECONDS).join();
    return true;
  }

  private void run(Saga first, SpanContext taker) {
    try (LogFields _ = fields(first);
        Scope _ = first.origin().trace().makeCurrent()) {
      try {
        Order order = orders.get(first.orderId());
        Caller owner = Caller.parse(order.owner()).orElseThrow();
        Identity.of(owner).in(Context.ROOT).run(() -> carryOn(first, order, taker));
      } catch (RuntimeException | Error e) {
        log.warn("Saga {} is interrupted; whoever takes it goes on with it", first.id(), e);
      }
    }
  }

  /** Those of the request that began it. */
  private LogFields fields(Saga saga) {
    Origin origin = saga.origin();
    return LogFields.put(
        service, origin.traceId(), CorrelationId.takeOrMake(origin.correlationId()));
  }

  private void carryOn(Saga first, Order order, SpanContext taker) {
    Optional<Saga> held = next(first, order, taker);
    while (held.isPresent()) {
      held = next(held.get(), order, SpanContext.getInvalid());
    }
  }

  private Optional<Saga> next(Saga saga, Order order, SpanContext taker) {
    Span span =
        tracer
            .spanBuilder("order " + saga.label())
            .addLink(taker)
            .setAttribute(HOLDER, saga.fence())
            .startSpan();
    Optional<Saga> next;
    Move move;
    try (Scope _ = span.makeCurrent()) {
      Ending ending = taken(saga, order);
      move = SagaPlan.after(saga, order, ending);
      next = sagas.record(saga, order, ending, move);
    } finally {
      span.end();
    }
    failpoints.reach(saga.label() + "." + Failpoints.AFTER);
    if (next.isPresent() && move instanceof Move.Again(Duration pause, _)) {
      if (pause.compareTo(MAX_WAIT) > 0) {
        sagas.letGo(next.get(), pause);
        return Optional.empty();
      }
      LockSupport.parkNanos(pause.toNanos());
    }
    return next;
  }

  private Ending taken(Saga saga, Order order) {
    failpoints.reach(saga.label() + "." + Failpoints.BEFORE);
    Ending ending = steps.take(saga, order);
    failpoints.reach(saga.label() + "." + Failpoints.CALLED);
    metrics.counter("harbor.saga.steps", "step", saga.label(), "ending", label(ending)).increment();
    if (ending instanceof Ending.Unknown(String text)) {
      log.warn("Saga {}: nobody knows how {} ended: {}", saga.id(), saga.label(), text);
    } else {
      log.info("Saga {}: {} ended: {}", saga.id(), saga.label(), ending.getClass().getSimpleName());
    }
    return ending;
  }

  /** How it stands in metrics. */
  private static String label(Ending ending) {
    return switch (ending) {
      case Ending.Done _, Ending.ToReview _ -> "done";
      case Ending.Refused _ -> "refused";
      case Ending.NotYet _ -> "not_yet";
      case Ending.Unknown _ -> "unknown";
    };
  }
}
