package harbor.kit.bff.downstream;

import com.google.protobuf.StringValue;
import harbor.kit.testing.TestPorts;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerStreamTracer;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A core service on a real socket, with one method that does what a test says. */
final class TestCore implements AutoCloseable {
  /** Text in, text out. */
  static final MethodDescriptor<StringValue, StringValue> ECHO =
      MethodDescriptor.<StringValue, StringValue>newBuilder()
          .setType(MethodType.UNARY)
          .setFullMethodName("harbor.test.v1.Test/Echo")
          .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .build();

  private final BlockingQueue<Metadata> headers = new LinkedBlockingQueue<>();
  private final BlockingQueue<Context> contexts = new LinkedBlockingQueue<>();
  private final Script script;
  private final int port;
  private Server server;

  /** What the method does. */
  @FunctionalInterface
  interface Script {
    void answer(StringValue request, StreamObserver<StringValue> observer);
  }

  private TestCore(Script script, int port) throws IOException {
    this.script = script;
    this.server = serve(script, port);
    this.port = server.getPort();
  }

  /** Starts one that does this. */
  static TestCore start(Script script) throws IOException {
    return new TestCore(script, TestPorts.next());
  }

  /** Starts one that answers what it is asked. */
  static TestCore echo() throws IOException {
    return start(
        (request, observer) -> {
          observer.onNext(request);
          observer.onCompleted();
        });
  }

  /** Where it is. */
  String target() {
    return "127.0.0.1:" + port;
  }

  /** The headers of the next call, as they came over the wire, {@code grpc-timeout} included. */
  Metadata nextHeaders() throws InterruptedException {
    return next(headers);
  }

  /** The context of the next call. */
  Context nextContext() throws InterruptedException {
    return next(contexts);
  }

  /** Is away from now on. */
  void stop() throws InterruptedException {
    server.shutdownNow().awaitTermination();
  }

  /** Is back, on the same port. */
  void startAgain() throws IOException {
    server = serve(script, port);
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  /** A streaming method on the server's side: what is unary for the client can break that here. */
  private Server serve(Script does, int on) throws IOException {
    ServerServiceDefinition service =
        ServerServiceDefinition.builder("harbor.test.v1.Test")
            .addMethod(
                ECHO.toBuilder().setType(MethodType.SERVER_STREAMING).build(),
                ServerCalls.asyncServerStreamingCall(
                    (StringValue request, StreamObserver<StringValue> observer) -> {
                      contexts.add(Context.current());
                      does.answer(request, observer);
                    }))
            .build();
    return NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), on))
        .addService(service)
        .addStreamTracerFactory(
            new ServerStreamTracer.Factory() {
              @Override
              public ServerStreamTracer newServerStreamTracer(String method, Metadata wire) {
                Metadata copy = new Metadata();
                copy.merge(wire);
                headers.add(copy);
                return new ServerStreamTracer() {};
              }
            })
        .build()
        .start();
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("No call came");
    }
    return next;
  }
}
