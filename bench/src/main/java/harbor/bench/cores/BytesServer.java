package harbor.bench.cores;

import com.google.protobuf.ByteString;
import io.grpc.HandlerRegistry;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A gRPC server that takes every method and any bytes; one thread, on several ports. */
final class BytesServer {
  private static final MethodDescriptor.Marshaller<ByteString> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(ByteString value) {
          return new Known(value.toByteArray());
        }

        @Override
        public ByteString parse(InputStream stream) {
          try {
            return ByteString.readFrom(stream);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  private BytesServer() {}

  /** Answers a request; may do so later, on a thread of its own. */
  @FunctionalInterface
  interface Handler {
    void handle(String method, ByteString request, ServerCall<ByteString, ByteString> call);
  }

  static List<Server> start(Collection<Integer> ports, Handler handler) {
    HandlerRegistry registry = registry(handler);
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    List<Server> servers = new ArrayList<>();
    try {
      for (int port : ports) {
        servers.add(
            NettyServerBuilder.forAddress(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .bossEventLoopGroup(loops)
                .workerEventLoopGroup(loops)
                .channelType(NioServerSocketChannel.class)
                .directExecutor()
                .permitKeepAliveTime(1, java.util.concurrent.TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .fallbackHandlerRegistry(registry)
                .build()
                .start());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return servers;
  }

  private static HandlerRegistry registry(Handler handler) {
    Map<String, ServerMethodDefinition<?, ?>> known = new ConcurrentHashMap<>();
    return new HandlerRegistry() {
      @Override
      public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
        return known.computeIfAbsent(name, method -> definition(method, handler));
      }
    };
  }

  private static ServerMethodDefinition<ByteString, ByteString> definition(
      String method, Handler handler) {
    MethodDescriptor<ByteString, ByteString> descriptor =
        MethodDescriptor.newBuilder(BYTES, BYTES)
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(method)
            .build();
    return ServerMethodDefinition.create(descriptor, new Unary(method, handler));
  }

  private record Unary(String method, Handler handler)
      implements ServerCallHandler<ByteString, ByteString> {
    @Override
    public ServerCall.Listener<ByteString> startCall(
        ServerCall<ByteString, ByteString> call, Metadata headers) {
      call.request(1);
      return new ServerCall.Listener<>() {
        @Override
        public void onMessage(ByteString request) {
          handler.handle(method, request, call);
        }
      };
    }
  }

  /** Spares gRPC a copy. */
  private static final class Known extends java.io.ByteArrayInputStream implements KnownLength {
    Known(byte[] bytes) {
      super(bytes);
    }
  }
}
