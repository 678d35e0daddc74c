package harbor.kit.bff.resilience;

import io.grpc.Context;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * By when a call has to be answered, and with it the judgement of its end.
 *
 * <p>A process that is saturated notices deadlines late, and by then says nothing about the service
 * any more: its answer may have come in time and wait to be read. To blame the service would open
 * its breaker, and a BFF under too much load would turn away what it could still do.
 */
final class CallDeadline {
  /** What pauses and other requests take on an event loop that is busy, but not saturated. */
  private static final long MAX_LATE_NANOS = Duration.ofMillis(20).toNanos();

  private final @Nullable Deadline deadline;

  private CallDeadline(@Nullable Deadline deadline) {
    this.deadline = deadline;
  }

  /** For a call that starts in the current gRPC context. */
  static CallDeadline ofContext() {
    return new CallDeadline(Context.current().getDeadline());
  }

  /** Tells what the end of a call says about the service, once it ends. */
  <A> CompletableFuture<A> judge(CompletableFuture<A> sent, Consumer<Outcome> judgement) {
    // A callback, not a link in the chain: the caller has the answer itself.
    var _ = sent.whenComplete((_, failure) -> judgement.accept(outcome(failure)));
    return sent;
  }

  /** What the call's end, just now, says. */
  private Outcome outcome(@Nullable Throwable failure) {
    Outcome outcome = Outcome.of(failure);
    return outcome == Outcome.FAILED && isNoticedLate() ? Outcome.UNKNOWN : outcome;
  }

  private boolean isNoticedLate() {
    return deadline != null && deadline.timeRemaining(TimeUnit.NANOSECONDS) < -MAX_LATE_NANOS;
  }
}
