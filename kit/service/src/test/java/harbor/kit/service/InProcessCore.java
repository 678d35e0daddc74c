package harbor.kit.service;

import harbor.kit.service.call.CallScope;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;

/** One service without a socket, on the calling thread: for tests with a fake behind it. */
public final class InProcessCore implements AutoCloseable {
  private final Server server;
  private final ManagedChannel channel;

  private InProcessCore(Server server, ManagedChannel channel) {
    this.server = server;
    this.channel = channel;
  }

  /** Serves it. */
  public static InProcessCore serving(BindableService service) {
    String name = InProcessServerBuilder.generateName();
    try {
      Server server =
          InProcessServerBuilder.forName(name)
              .directExecutor()
              .addService(service)
              .intercept(new CallScope("test"))
              .build()
              .start();
      return new InProcessCore(
          server, InProcessChannelBuilder.forName(name).directExecutor().build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A channel to it. */
  public ManagedChannel channel() {
    return channel;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }
}
