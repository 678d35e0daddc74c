package harbor.orders;

import com.google.protobuf.Message;
import harbor.kit.service.call.CallScope;
import harbor.kit.service.call.Failure;
import harbor.kit.service.write.LongWrites;
import harbor.kit.service.write.LongWrites.Known;
import io.grpc.Context;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jdbi.v3.core.HandleCallback;

/**
 * Calls that begin a saga and answer when it is decided, or shortly before their time is over with
 * how far it is; the same key asks again. Thread-safe.
 */
final class PostgresSagaCalls {
  /** What the answer needs to get out. */
  private static final Duration MARGIN = Duration.ofMillis(150);

  /** A saga that another instance carries on is looked at so often. */
  private static final Duration LOOK = Duration.ofMillis(50);

  private final LongWrites writes;
  private final SagaRunner runner;
  private final Failpoints failpoints;

  PostgresSagaCalls(LongWrites writes, SagaRunner runner, Failpoints failpoints) {
    this.writes = writes;
    this.runner = runner;
    this.failpoints = failpoints;
  }

  /**
   * What a call began.
   *
   * @param known what its key is to say from now on
   * @param saga the one that this instance holds and goes on with, if any
   */
  record Begun<A>(Known<A> known, Optional<Saga> saga) {
    /** Nothing: it is answered. */
    static <A> Begun<A> answered(A response) {
      return new Begun<>(new Known.Answered<>(response), Optional.empty());
    }

    /** A saga, held by this instance. */
    static <A> Begun<A> of(Saga saga) {
      return new Begun<>(new Known.UnderWay<>(saga.id()), Optional.of(saga));
    }

    /** Nothing: it waits for a saga that somebody else goes on with. */
    static <A> Begun<A> waitingFor(String sagaId) {
      return new Begun<>(new Known.UnderWay<>(sagaId), Optional.empty());
    }
  }

  /** What a call begins: asks whom it has to ask, then gives what is done in one transaction. */
  interface Beginning<A> {
    /** Outside of any transaction. */
    HandleCallback<Begun<A>, RuntimeException> prepare();
  }

  /**
   * Answers the current call.
   *
   * @param kind of the saga that it begins
   * @param meanwhile the answer while a saga goes on
   */
  <A extends Message> A answer(
      Saga.Kind kind, Message request, Beginning<A> beginning, Function<String, A> meanwhile) {
    Optional<Known<A>> before = writes.find(request);
    if (before.isPresent()) {
      CallScope.markReplayed();
    }
    Known<A> known = before.isPresent() ? before.get() : begin(kind, request, beginning);
    while (known instanceof Known.UnderWay<A>(String saga)) {
      Duration left = left();
      if (!left.isPositive()) {
        return meanwhile.apply(saga);
      }
      if (!runner.await(saga, left)) {
        LockSupport.parkNanos(Math.min(LOOK.toNanos(), left.toNanos()));
      }
      // A key that waits is removed for one reason alone.
      known =
          writes
              .<A>find(request)
              .orElseThrow(
                  () -> Failure.unauthenticated("NO_CALLER", "The user is known no more."));
    }
    return ((Known.Answered<A>) known).response();
  }

  private <A extends Message> Known<A> begin(
      Saga.Kind kind, Message request, Beginning<A> beginning) {
    String point = kind.name().toLowerCase(Locale.ROOT) + ".begin.";
    HandleCallback<Begun<A>, RuntimeException> work = beginning.prepare();
    AtomicReference<Optional<Saga>> begun = new AtomicReference<>(Optional.empty());
    failpoints.reach(point + Failpoints.BEFORE);
    Known<A> known =
        writes.begin(
            request,
            handle -> {
              Begun<A> done = work.withHandle(handle);
              begun.set(done.saga());
              failpoints.reach(point + Failpoints.CALLED);
              return done.known();
            });
    failpoints.reach(point + Failpoints.AFTER);
    begun.get().ifPresent(runner::start);
    return known;
  }

  private static Duration left() {
    Deadline deadline = Context.current().getDeadline();
    return deadline == null
        ? Duration.ofSeconds(1)
        : Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS)).minus(MARGIN);
  }
}
