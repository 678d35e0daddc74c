package harbor.allinone;

import harbor.importer.client.CoreClients;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.ArrayList;
import java.util.List;

/** Channels to the core services, for the time of a start; closed together. */
final class CoreChannels implements AutoCloseable {
  private final List<ManagedChannel> open = new ArrayList<>();
  private final Wired.Targets targets;

  CoreChannels(Wired.Targets targets) {
    this.targets = targets;
  }

  CoreClients clients() {
    return new CoreClients(
        open("catalog"),
        open("inventory"),
        open("pricing"),
        open("reviews"),
        open("recommendations"));
  }

  /** Ids of the first products, at most so many. */
  List<String> products(int most) {
    return new ProductIdsClient(open("catalog")).first(most);
  }

  @Override
  public void close() {
    open.forEach(ManagedChannel::shutdownNow);
  }

  private ManagedChannel open(String core) {
    ManagedChannel channel = NettyChannelBuilder.forTarget(targets.of(core)).usePlaintext().build();
    open.add(channel);
    return channel;
  }
}
