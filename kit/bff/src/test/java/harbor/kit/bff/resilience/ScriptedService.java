package harbor.kit.bff.resilience;

import com.google.protobuf.StringValue;
import harbor.kit.bff.plan.VirtualTime;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A service in {@link VirtualTime} that answers by a script, ends a call when its context or its
 * future is cancelled as a gRPC channel would, and remembers what it was asked. Used by one thread.
 */
public final class ScriptedService implements UnaryChannel {
  /** A read: its answer may be shared, and it may be made twice. */
  public static final MethodDescriptor<StringValue, StringValue> READ = method("Read", true, true);

  /** A change that may be made again. */
  public static final MethodDescriptor<StringValue, StringValue> PUT = method("Put", false, true);

  /** A change that may not be made again. */
  public static final MethodDescriptor<StringValue, StringValue> PAY = method("Pay", false, false);

  private final VirtualTime time;
  private final List<Received> received = new ArrayList<>();
  private Script script;
  private int underWay;
  private int maxUnderWay;

  /** What is done with a call. */
  @FunctionalInterface
  public interface Script {
    /**
     * What is done with this one.
     *
     * @param number how many came before it
     * @param at when it came
     */
    Behaviour behaviour(int number, Duration at);
  }

  /**
   * What is done with a call.
   *
   * @param after when; null is never
   * @param status what is answered
   */
  public record Behaviour(@Nullable Duration after, Status status) {
    /** Answers after so much time. */
    public static Behaviour answer(Duration after) {
      return new Behaviour(after, Status.OK);
    }

    /** Fails after so much time. */
    public static Behaviour fail(Status status, Duration after) {
      return new Behaviour(after, status);
    }

    /** Never says anything. */
    public static Behaviour hang() {
      return new Behaviour(null, Status.OK);
    }
  }

  /** A call as the service saw it. */
  public static final class Received {
    private final String method;
    private final Duration at;
    private final Try attempt;
    private @Nullable Duration cancelledAt;

    private Received(String method, Duration at, Try attempt) {
      this.method = method;
      this.at = at;
      this.attempt = attempt;
    }

    /** The method's bare name. */
    public String method() {
      return method;
    }

    /** When it came. */
    public Duration at() {
      return at;
    }

    /** Which try of its call it was. */
    public Try attempt() {
      return attempt;
    }

    /** When it was cancelled; null when it was not. */
    public @Nullable Duration cancelledAt() {
      return cancelledAt;
    }
  }

  /** A service that does this. */
  public ScriptedService(VirtualTime time, Script script) {
    this.time = time;
    this.script = script;
  }

  /** From now on it does that. */
  public void becomes(Script other) {
    script = other;
  }

  /** What it was asked, in this order. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  /** How many calls are under way. */
  public int underWay() {
    return underWay;
  }

  /** How many calls were under way at once at most. */
  public int maxUnderWay() {
    return maxUnderWay;
  }

  @Override
  public <Q, A> CompletableFuture<A> call(MethodDescriptor<Q, A> method, Q request, Try attempt) {
    Received call = new Received(String.valueOf(method.getBareMethodName()), time.now(), attempt);
    Behaviour behaviour = script.behaviour(received.size(), time.now());
    received.add(call);
    underWay++;
    maxUnderWay = Math.max(maxUnderWay, underWay);
    @SuppressWarnings("unchecked") // every method here answers what it was asked
    A answer = (A) request;
    Answer<A> sent = new Answer<>(call);
    var _ = sent.whenComplete((_, _) -> underWay--);
    Duration after = behaviour.after();
    ScheduledFuture<?> script =
        after == null ? null : time.after(after, () -> sent.act(behaviour.status(), answer));
    Context.current()
        .addListener(
            ended -> {
              if (script != null) {
                script.cancel(false);
              }
              sent.cancelled(ended.cancellationCause() instanceof TimeoutException);
            },
            Runnable::run);
    return sent;
  }

  private final class Answer<A> extends CompletableFuture<A> {
    private final Received call;

    Answer(Received call) {
      this.call = call;
    }

    void act(Status status, A answer) {
      if (status.isOk()) {
        complete(answer);
      } else {
        completeExceptionally(status.asRuntimeException());
      }
    }

    void cancelled(boolean isLate) {
      if (!isDone()) {
        call.cancelledAt = time.now();
        completeExceptionally(
            (isLate ? Status.DEADLINE_EXCEEDED : Status.CANCELLED).asRuntimeException());
      }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      if (!isDone()) {
        call.cancelledAt = time.now();
      }
      return super.cancel(mayInterruptIfRunning);
    }
  }

  private static MethodDescriptor<StringValue, StringValue> method(
      String name, boolean isSafe, boolean isIdempotent) {
    return MethodDescriptor.<StringValue, StringValue>newBuilder()
        .setType(MethodType.UNARY)
        .setFullMethodName("harbor.test.v1.Test/" + name)
        .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
        .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
        .setSafe(isSafe)
        .setIdempotent(isIdempotent)
        .build();
  }
}
