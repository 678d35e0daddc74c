package harbor.kit.bff.edge;

import com.google.protobuf.StringValue;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A core service on a real socket, none of whose calls ever ends by itself. */
final class EndlessCore implements AutoCloseable {
  /** Never answers. */
  static final MethodDescriptor<StringValue, StringValue> WAIT = method("Wait", MethodType.UNARY);

  /** Says {@code here} and stays. */
  static final MethodDescriptor<StringValue, StringValue> WATCH =
      method("Watch", MethodType.SERVER_STREAMING);

  private final BlockingQueue<Context> calls = new LinkedBlockingQueue<>();
  private final Server server;

  EndlessCore() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .directExecutor()
            .addService(
                ServerServiceDefinition.builder("harbor.test.v1.Endless")
                    .addMethod(
                        WAIT, ServerCalls.asyncUnaryCall((_, _) -> calls.add(Context.current())))
                    .addMethod(
                        WATCH,
                        ServerCalls.asyncServerStreamingCall(
                            (_, observer) -> {
                              calls.add(Context.current());
                              observer.onNext(StringValue.of("here"));
                            }))
                    .build())
            .build()
            .start();
  }

  String target() {
    return "127.0.0.1:" + server.getPort();
  }

  /** The next call that came: cancelled when its client no longer waits. */
  Context next() throws InterruptedException {
    Context call = calls.poll(10, TimeUnit.SECONDS);
    if (call == null) {
      throw new AssertionError("No call came");
    }
    return call;
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private static MethodDescriptor<StringValue, StringValue> method(String name, MethodType type) {
    return MethodDescriptor.<StringValue, StringValue>newBuilder()
        .setType(type)
        .setFullMethodName("harbor.test.v1.Endless/" + name)
        .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
        .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
        .build();
  }
}
