package harbor.kit.client;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.CompletableFuture;

/**
 * A core service over one gRPC channel with nothing around it but the channel's own interceptors:
 * for core services and the command line, which wait for an answer. A call's deadline is that of
 * the current gRPC context.
 *
 * @param service the service's name
 */
public record PlainChannels(String service, Channel channel) implements Channels {
  @Override
  public <Q extends Message, A extends Message> CompletableFuture<A> send(
      MethodDescriptor<Q, A> method, Q request) {
    CompletableFuture<A> answer = new CompletableFuture<>();
    Futures.addCallback(
        ClientCalls.futureUnaryCall(channel.newCall(method, CallOptions.DEFAULT), request),
        new FutureCallback<>() {
          @Override
          public void onSuccess(A message) {
            answer.complete(message);
          }

          @Override
          public void onFailure(Throwable failure) {
            answer.completeExceptionally(failure);
          }
        },
        Runnable::run);
    return answer;
  }
}
