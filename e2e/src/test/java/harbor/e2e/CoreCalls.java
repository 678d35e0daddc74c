package harbor.e2e;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Descriptors;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import harbor.kit.client.Caller;
import harbor.kit.client.ErrorReason;
import harbor.kit.client.identity.Identity;
import harbor.kit.client.identity.KeyFiles;
import harbor.kit.client.identity.ServiceTokens;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Calls of any method of a store's core services, as any process on anybody's behalf. */
final class CoreCalls implements AutoCloseable {
  private final Store store;
  private final Map<String, ManagedChannel> channels = new HashMap<>();
  private final Map<String, ServiceTokens> tokens = new HashMap<>();

  CoreCalls(Store store) {
    this.store = store;
  }

  /**
   * How a call ended.
   *
   * @param status {@code OK}, or a code with its reason
   * @param text the answer or what was said instead
   */
  record Ending(String status, String text) {}

  /**
   * Calls a method.
   *
   * @param core the process that serves it
   * @param process the one that calls
   */
  Ending call(
      String core, MethodDescriptor<?, ?> method, String process, Caller caller, String json) {
    return ended(
        ClientInterceptors.intercept(
            channel(core),
            tokens
                .computeIfAbsent(process, this::tokensOf)
                .interceptor(core, _ -> Identity.of(caller))),
        method,
        json);
  }

  /** The same without any token. */
  Ending callUnknown(String core, MethodDescriptor<?, ?> method) {
    return ended(channel(core), method, "{}");
  }

  private ServiceTokens tokensOf(String process) {
    return ServiceTokens.of(
        process, Duration.ofMinutes(2), new KeyFiles(store.keys()), InstantSource.system());
  }

  private ManagedChannel channel(String core) {
    return channels.computeIfAbsent(
        core,
        name ->
            NettyChannelBuilder.forAddress("127.0.0.1", store.port(name)).usePlaintext().build());
  }

  private static <Q, A> Ending ended(Channel channel, MethodDescriptor<Q, A> method, String json) {
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
    Q request = request(method, json);
    try {
      Object answer =
          method.getType().serverSendsOneMessage()
              ? ClientCalls.blockingUnaryCall(channel, method, options, request)
              : ClientCalls.blockingServerStreamingCall(channel, method, options, request).next();
      return new Ending("OK", String.valueOf(answer));
    } catch (StatusRuntimeException e) {
      return new Ending(
          e.getStatus().getCode() + " " + ErrorReason.of(e),
          String.valueOf(e.getStatus().getDescription()));
    }
  }

  private static <Q> Q request(MethodDescriptor<Q, ?> method, String json) {
    Descriptors.Descriptor type =
        ((ProtoMethodDescriptorSupplier) requireNonNull(method.getSchemaDescriptor()))
            .getMethodDescriptor()
            .getInputType();
    DynamicMessage.Builder request = DynamicMessage.newBuilder(type);
    try {
      JsonFormat.parser().merge(json, request);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(method.getFullMethodName() + ": " + json, e);
    }
    return method.parseRequest(new ByteArrayInputStream(request.build().toByteArray()));
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
  }
}
