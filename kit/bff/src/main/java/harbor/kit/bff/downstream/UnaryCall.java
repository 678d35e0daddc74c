package harbor.kit.bff.downstream;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Makes unary calls; deadline and cancellation are those of the current gRPC context. */
public final class UnaryCall {
  private UnaryCall() {}

  /**
   * Starts a call.
   *
   * @return completes on the channel's event loop with the answer, or exceptionally with a {@link
   *     io.grpc.StatusRuntimeException}
   */
  public static <Q, A> CompletableFuture<A> start(
      Channel channel, MethodDescriptor<Q, A> method, Q request) {
    CompletableFuture<A> answer = new CompletableFuture<>();
    ClientCall<Q, A> call = channel.newCall(method, CallOptions.DEFAULT);
    call.start(new Answered<>(call, answer), new Metadata());
    // Two, so that a second message, which is an error, is noticed.
    call.request(2);
    call.sendMessage(request);
    call.halfClose();
    return answer;
  }

  private static final class Answered<A> extends ClientCall.Listener<A> {
    private final ClientCall<?, A> call;
    private final CompletableFuture<A> answer;
    private @Nullable A message;

    Answered(ClientCall<?, A> call, CompletableFuture<A> answer) {
      this.call = call;
      this.answer = answer;
    }

    @Override
    public void onMessage(A received) {
      if (message != null) {
        answer.completeExceptionally(
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
        answer.completeExceptionally(status.asRuntimeException(trailers));
      } else if (received == null) {
        answer.completeExceptionally(
            Status.INTERNAL.withDescription("No answer before the end").asRuntimeException());
      } else {
        answer.complete(received);
      }
    }
  }
}
