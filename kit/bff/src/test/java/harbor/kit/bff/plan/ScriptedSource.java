package harbor.kit.bff.plan;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A source that answers by a script in {@link VirtualTime}, ends when it is cancelled as a gRPC
 * call would, and remembers what it was asked within. Asked once.
 *
 * @param <T> the answer
 */
public final class ScriptedSource<T> implements Source<Object, T> {
  private final VirtualTime time;
  private final @Nullable Duration after;
  private final @Nullable T value;
  private final @Nullable Throwable failure;
  private final boolean deaf;
  private final CompletableFuture<T> answer = new CompletableFuture<>();
  private @Nullable Asked asked;
  private @Nullable Duration cancelledAt;

  /** What a source sees when it is asked. */
  public record Asked(
      Object input, Duration at, Context context, io.opentelemetry.context.Context trace) {}

  private ScriptedSource(
      VirtualTime time,
      @Nullable Duration after,
      @Nullable T value,
      @Nullable Throwable failure,
      boolean deaf) {
    this.time = time;
    this.after = after;
    this.value = value;
    this.failure = failure;
    this.deaf = deaf;
  }

  /** Answers after so much time. */
  public static <T> ScriptedSource<T> answers(VirtualTime time, T value, Duration after) {
    return new ScriptedSource<>(time, after, value, null, false);
  }

  /** Fails after so much time. */
  public static <T> ScriptedSource<T> fails(VirtualTime time, Throwable failure, Duration after) {
    return new ScriptedSource<>(time, after, null, failure, false);
  }

  /** Does not answer. */
  public static <T> ScriptedSource<T> hangs(VirtualTime time) {
    return new ScriptedSource<>(time, null, null, null, false);
  }

  /** The same, but goes on when it is cancelled. */
  public ScriptedSource<T> deaf() {
    return new ScriptedSource<>(time, after, value, failure, true);
  }

  @Override
  public CompletableFuture<T> ask(Object input) {
    Context context = Context.current();
    asked = new Asked(input, time.now(), context, io.opentelemetry.context.Context.current());
    ScheduledFuture<?> script = after == null ? null : time.after(after, this::act);
    context.addListener(
        ended -> {
          cancelledAt = time.now();
          if (!deaf) {
            if (script != null) {
              script.cancel(false);
            }
            answer.completeExceptionally(status(ended.cancellationCause()));
          }
        },
        Runnable::run);
    return answer;
  }

  private void act() {
    if (failure != null) {
      answer.completeExceptionally(failure);
    } else {
      answer.complete(value);
    }
  }

  /** Completes the answer now, again if need be. */
  public void complete(T now) {
    answer.complete(now);
  }

  /** Whether it was asked. */
  public boolean isAsked() {
    return asked != null;
  }

  /** What it was asked within. */
  public Asked asked() {
    if (asked == null) {
      throw new AssertionError("Not asked");
    }
    return asked;
  }

  /** When its context was cancelled; empty when it was not. */
  public Optional<Duration> cancelledAt() {
    return Optional.ofNullable(cancelledAt);
  }

  /** How much time it had, as a gRPC call would have sent it. */
  public Duration timeGiven() {
    Deadline deadline = asked().context().getDeadline();
    if (deadline == null) {
      throw new AssertionError("No deadline");
    }
    Duration leftNow = Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS));
    return leftNow.plus(time.now()).minus(asked().at());
  }

  private static StatusRuntimeException status(@Nullable Throwable cancellation) {
    return (cancellation instanceof TimeoutException ? Status.DEADLINE_EXCEEDED : Status.CANCELLED)
        .asRuntimeException();
  }
}
