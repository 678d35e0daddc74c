package harbor.scripted;

import com.google.protobuf.Message;
import harbor.kit.testing.TestPorts;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One core service on loopback, all of whose methods are scripted. */
final class ScriptedCore implements AutoCloseable {
  private static final Context.Key<Metadata> HEADERS = Context.key("headers");

  private final Core core;
  private final Queue<Arrival> arrivals;
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final DeadlineRequired deadlines = new DeadlineRequired();
  private final InFlight inFlight = new InFlight();
  private final int port = TestPorts.next();
  private @Nullable Server server;
  private @Nullable Silence silence;

  ScriptedCore(Core core, Queue<Arrival> arrivals) {
    this.core = core;
    this.arrivals = arrivals;
  }

  int port() {
    return port;
  }

  void script(MethodDescriptor<?, ?> method, Script script) {
    scripts.put(method.getFullMethodName(), script);
  }

  Script scriptOf(MethodDescriptor<?, ?> method) {
    return scripts.getOrDefault(
        method.getFullMethodName(), Script.fail(Status.Code.UNIMPLEMENTED, "NOT_SCRIPTED"));
  }

  /** Listens; nothing when it does. */
  void listen() {
    if (server != null) {
      return;
    }
    close();
    try {
      server =
          NettyServerBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
              .directExecutor()
              .addStreamTracerFactory(inFlight)
              .addServices(
                  Stream.concat(core.services().stream(), ScriptedCores.COMMON.stream())
                      .map(this::definition)
                      .map(
                          service ->
                              ServerInterceptors.intercept(service, new KeepHeaders(), deadlines))
                      .toList())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(core + " on port " + port, e);
    }
  }

  /** Closes all connections, takes new ones, and never answers over them. */
  void hang() {
    close();
    silence = Silence.on(port);
  }

  /** Calls that have come and not ended. */
  int inFlight() {
    return inFlight.now();
  }

  /** Every call had a deadline. */
  void assertDeadlines() {
    deadlines.assertNoneRefused();
  }

  /** Closes all connections and refuses new ones. */
  @Override
  public void close() {
    if (silence != null) {
      silence.close();
      silence = null;
    }
    if (server != null) {
      try {
        server.shutdownNow().awaitTermination();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      server = null;
    }
  }

  private ServerServiceDefinition definition(ServiceDescriptor service) {
    ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(service.getName());
    for (MethodDescriptor<?, ?> method : service.getMethods()) {
      definition.addMethod(
          MethodDescriptor.<byte[], byte[]>newBuilder()
              .setType(MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(method.getFullMethodName())
              .setRequestMarshaller(new Bytes())
              .setResponseMarshaller(new Bytes())
              .build(),
          ServerCalls.asyncUnaryCall((request, call) -> arrive(method, request, call)));
    }
    return ServerInterceptors.intercept(definition.build(), new KeepHeaders(), deadlines);
  }

  private void arrive(MethodDescriptor<?, ?> method, byte[] request, StreamObserver<byte[]> call) {
    Arrival arrival =
        new Arrival(
            method.getFullMethodName(),
            HEADERS.get(),
            (Message) method.parseRequest(new ByteArrayInputStream(request)));
    ((ServerCallStreamObserver<byte[]>) call).setOnCancelHandler(arrival::cancelled);
    arrivals.add(arrival);
    scriptOf(method).play(arrival.request(), call);
  }

  private static final class KeepHeaders implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      return Contexts.interceptCall(
          Context.current().withValue(HEADERS, headers), call, headers, next);
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
