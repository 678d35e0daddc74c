package harbor.importer.client;

import harbor.kit.client.PlainChannels;
import harbor.scripted.DeadlineRequired;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fresh {@link FakeCores} for each test, reached over in-process gRPC; waiting between tries takes
 * no time and is written down.
 */
public final class CoresExtension implements BeforeEachCallback, AfterEachCallback {
  private final DeadlineRequired deadlines = new DeadlineRequired();
  private FakeCores cores;
  private Server server;
  private ManagedChannel channel;
  private final List<Duration> pauses = new ArrayList<>();

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    restart();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    shutDown();
    deadlines.assertNoneRefused();
  }

  /** Services that have stored nothing yet. */
  public FakeCores restart() throws IOException {
    shutDown();
    cores = new FakeCores();
    pauses.clear();
    String name = InProcessServerBuilder.generateName();
    InProcessServerBuilder builder = InProcessServerBuilder.forName(name).directExecutor();
    builder.intercept(deadlines);
    cores.services().forEach(builder::addService);
    server = builder.build().start();
    channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    return cores;
  }

  /** Nobody answers any more. */
  public void shutDown() {
    if (server != null) {
      channel.shutdownNow();
      server.shutdownNow();
    }
  }

  public FakeCores cores() {
    return cores;
  }

  public List<Duration> pauses() {
    return List.copyOf(pauses);
  }

  public CoreClients clients() {
    return new CoreClients(service -> PlainChannels.over(service.name(), channel), pauses::add);
  }
}
