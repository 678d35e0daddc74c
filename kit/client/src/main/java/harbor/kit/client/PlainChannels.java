package harbor.kit.client;

import com.google.protobuf.Message;
import harbor.kit.client.identity.ServiceTokens;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A core service over one gRPC channel, without layers and caches: how core services and the
 * command line call one. Thread-safe.
 */
public final class PlainChannels implements Channels, AutoCloseable {
  private final String service;
  private final Channel channel;
  private final Runnable closing;

  private PlainChannels(String service, Channel channel, Runnable closing) {
    this.service = service;
    this.channel = channel;
    this.closing = closing;
  }

  /**
   * Opens a channel, which connects with the first call.
   *
   * @param target {@code host:port}, or what else gRPC resolves
   * @param transport what the connection is
   * @param tokens sign its calls; absent: they bring none
   * @param around stand around each call, the last one outermost: spans and metrics of the caller
   * @throws IllegalArgumentException when it is none
   */
  public static PlainChannels open(
      String service,
      String target,
      TransportSecurity transport,
      Optional<ServiceTokens> tokens,
      ClientInterceptor... around) {
    ManagedChannelBuilder<?> channel =
        Grpc.newChannelBuilder(target, transport.ofCalls())
            .defaultLoadBalancingPolicy("round_robin")
            .maxInboundMetadataSize(CallMetadata.MAX_ANSWER_BYTES)
            .disableRetry()
            .intercept(new LostConnections());
    tokens.ifPresent(known -> channel.intercept(known.interceptor(service)));
    channel.intercept(around);
    ManagedChannel opened = channel.build();
    return new PlainChannels(service, opened, opened::shutdownNow);
  }

  /** Over a channel that somebody else closes. */
  public static PlainChannels over(String service, Channel channel) {
    return new PlainChannels(service, channel, () -> {});
  }

  @Override
  public String service() {
    return service;
  }

  /** Where it is, for whoever has to say that it does not answer. */
  public String address() {
    return channel.authority();
  }

  @Override
  public <Q extends Message, A extends Message> CompletableFuture<A> send(
      MethodDescriptor<Q, A> method, Q request) {
    Answering<A> answering = new Answering<>();
    ClientCalls.asyncUnaryCall(channel.newCall(method, CallOptions.DEFAULT), request, answering);
    return answering.answer;
  }

  /** One that can be followed. */
  @Override
  public ChangeStream changes(String name, MethodDescriptor<?, ?> method) {
    return ChangeStream.of(name, method, channel);
  }

  /** Ends the calls that are under way. */
  @Override
  public void close() {
    closing.run();
  }

  private static final class Answering<A> implements StreamObserver<A> {
    private final CompletableFuture<A> answer = new CompletableFuture<>();
    private @Nullable A message;

    @Override
    public void onNext(A value) {
      message = value;
    }

    @Override
    public void onError(Throwable failure) {
      answer.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      answer.complete(message);
    }
  }
}
