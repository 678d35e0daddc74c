package harbor.kit.bff.downstream;

import harbor.kit.bff.plan.CallRun;
import harbor.kit.bff.plan.CallSpans;
import harbor.kit.bff.resilience.UnaryChannel;
import harbor.observability.SpanNotes;
import harbor.observability.Telemetry;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends unary calls over a gRPC channel; what is around the channel sees each try as a call of its
 * own. Deadline and cancellation are those of the current gRPC context.
 */
final class Transport implements UnaryChannel {
  private static final AttributeKey<Long> TRY = AttributeKey.longKey("harbor.try");
  private static final AttributeKey<Boolean> HEDGE = AttributeKey.booleanKey("harbor.hedge");

  private final Channel channel;

  Transport(Channel channel) {
    this.channel = channel;
  }

  @Override
  public <Q, A> CompletableFuture<A> call(MethodDescriptor<Q, A> method, Q request, Try attempt) {
    CallRun run = CallRun.current();
    CallOptions options = CallOptions.DEFAULT;
    if (run != null) {
      run.tried(method.getFullMethodName(), attempt.isHedge());
      if (CallSpans.areWanted(run.scope().trace())) {
        options = options.withOption(Telemetry.SPAN_NOTES, new TryNotes(run, attempt));
      }
    }
    ClientCall<Q, A> call = channel.newCall(method, options);
    Sent<A> sent = new Sent<>(call);
    // A later try starts in a timer or a callback, where no trace is current.
    try (Scope _ = (run == null ? Context.current() : run.scope().trace()).makeCurrent()) {
      call.start(sent.listener(), new Metadata());
    }
    // Two, so that a second message, which is an error, is noticed.
    call.request(2);
    call.sendMessage(request);
    call.halfClose();
    return sent;
  }

  /** On the span of a try: whose call it is, and which try. */
  private record TryNotes(CallRun run, Try attempt) implements SpanNotes {
    @Override
    public void ended(Span span, Status status) {
      CallSpans.note(run, isAnswer(status), span);
      span.setAttribute(TRY, attempt.number());
      if (attempt.isHedge()) {
        span.setAttribute(HEDGE, true);
      }
    }

    /** That a thing does not exist is an answer. */
    private static boolean isAnswer(Status status) {
      return status.isOk() || status.getCode() == Status.Code.NOT_FOUND;
    }
  }

  /** A call that was sent; cancelling it cancels the call. */
  private static final class Sent<A> extends CompletableFuture<A> {
    private final ClientCall<?, A> call;

    Sent(ClientCall<?, A> call) {
      this.call = call;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      if (cancelled) {
        call.cancel("Nobody waits for it any longer", null);
      }
      return cancelled;
    }

    ClientCall.Listener<A> listener() {
      return new ClientCall.Listener<>() {
        private @Nullable A message;

        @Override
        public void onMessage(A received) {
          if (message != null) {
            completeExceptionally(
                Status.INTERNAL.withDescription("A second answer").asRuntimeException());
            call.cancel("A second answer", null);
            return;
          }
          message = received;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
          A received = message;
          if (!status.isOk()) {
            completeExceptionally(status.asRuntimeException(trailers));
          } else if (received == null) {
            completeExceptionally(
                Status.INTERNAL.withDescription("No answer before the end").asRuntimeException());
          } else {
            complete(received);
          }
        }
      };
    }
  }
}
