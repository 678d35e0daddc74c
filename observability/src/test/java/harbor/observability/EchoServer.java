package harbor.observability;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An {@link EchoService} in process, with the telemetry's interceptors on both sides. */
final class EchoServer implements AutoCloseable {
  private final Server server;
  private final ManagedChannel plain;
  private final Channel channel;

  EchoServer(Telemetry telemetry, EchoService service, ServerInterceptor... inner) {
    String name = InProcessServerBuilder.generateName();
    try {
      server =
          InProcessServerBuilder.forName(name)
              .addService(
                  ServerInterceptors.intercept(
                      ServerInterceptors.intercept(service, inner),
                      telemetry.grpcServerMetrics(),
                      telemetry.grpcServerTracing()))
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    plain = InProcessChannelBuilder.forName(name).build();
    channel =
        ClientInterceptors.intercept(
            plain, telemetry.grpcClientMetrics(), telemetry.grpcClientTracing());
  }

  Channel channel() {
    return channel;
  }

  @Override
  public void close() {
    plain.shutdownNow();
    server.shutdownNow();
  }
}
