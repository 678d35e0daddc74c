package harbor.e2e;

import com.google.common.io.ByteStreams;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands between callers and a core service and passes everything on, but for one method that is
 * never answered once it is silenced, and some calls of another: of twenty, two are refused, one is
 * late, and two are never answered.
 */
final class TroubledService implements AutoCloseable {
  private static final int OF = 20;
  private static final int LATE_MILLIS = 60;
  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return ByteStreams.toByteArray(stream);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  private final String silent;
  private final String troubled;
  private final ManagedChannel service;
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean isSilenced;
  private final Server server;

  private TroubledService(int port, String silent, String troubled) {
    this.silent = silent;
    this.troubled = troubled;
    this.service = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    try {
      this.server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .fallbackHandlerRegistry(
                  new HandlerRegistry() {
                    @Override
                    public ServerMethodDefinition<?, ?> lookupMethod(
                        String method, @Nullable String authority) {
                      return definition(method);
                    }
                  })
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Before a service that listens on a port, or will.
   *
   * @param silent the full name of the method that is not answered once silenced
   * @param troubled that of the other one
   */
  static TroubledService before(int port, String silent, String troubled) {
    return new TroubledService(port, silent, troubled);
  }

  /** What callers have to be told. */
  String target() {
    return "127.0.0.1:" + server.getPort();
  }

  /**
   * From now on one method is not answered: a start would wait for it, page after page. Calls of
   * the other one are counted anew, so that the first is refused before a breaker can be open.
   */
  void silence() {
    calls.set(0);
    isSilenced = true;
  }

  private ServerMethodDefinition<byte[], byte[]> definition(String method) {
    return ServerMethodDefinition.create(
        MethodDescriptor.newBuilder(BYTES, BYTES)
            .setType(MethodDescriptor.MethodType.UNKNOWN)
            .setFullMethodName(method)
            .build(),
        (call, headers) ->
            switch (method.equals(troubled) ? calls.incrementAndGet() % OF : 0) {
              case 1, 5 -> {
                call.close(Status.UNAVAILABLE, new Metadata());
                yield new ServerCall.Listener<>() {};
              }
              case 10, 11 -> new ServerCall.Listener<>() {};
              case 15 -> passedOn(call, headers, LATE_MILLIS);
              default ->
                  isSilenced && method.equals(silent)
                      ? new ServerCall.Listener<>() {}
                      : passedOn(call, headers, 0);
            });
  }

  /** The deadline and the end of the caller's call are those of the service's, by their context. */
  private ServerCall.Listener<byte[]> passedOn(
      ServerCall<byte[], byte[]> call, Metadata headers, int millis) {
    ClientCall<byte[], byte[]> to =
        service.newCall(call.getMethodDescriptor(), CallOptions.DEFAULT);
    to.start(new Answer(call, to), headers);
    call.request(1);
    to.request(1);
    return new ServerCall.Listener<>() {
      @Override
      public void onMessage(byte[] message) {
        to.sendMessage(message);
        call.request(1);
      }

      @Override
      public void onHalfClose() {
        if (millis == 0) {
          to.halfClose();
        } else {
          var _ = later.schedule(to::halfClose, millis, TimeUnit.MILLISECONDS);
        }
      }

      @Override
      public void onCancel() {
        to.cancel("its caller has gone", null);
      }
    };
  }

  /** What the service answers. */
  private static final class Answer extends ClientCall.Listener<byte[]> {
    private final ServerCall<byte[], byte[]> call;
    private final ClientCall<byte[], byte[]> from;

    Answer(ServerCall<byte[], byte[]> call, ClientCall<byte[], byte[]> from) {
      this.call = call;
      this.from = from;
    }

    @Override
    public void onHeaders(Metadata headers) {
      call.sendHeaders(headers);
    }

    @Override
    public void onMessage(byte[] message) {
      call.sendMessage(message);
      from.request(1);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      call.close(status, trailers);
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
    service.shutdownNow();
    later.shutdownNow();
  }
}
