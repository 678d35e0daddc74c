package harbor.allinone;

import harbor.importer.client.CoreClients;
import harbor.kit.client.identity.ServiceTokens;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Channels of one process to the core services, for the time of a start; closed together. */
final class CoreChannels implements AutoCloseable {
  private final List<ManagedChannel> open = new ArrayList<>();
  private final Wired.Targets targets;
  private final Optional<ServiceTokens> tokens;

  CoreChannels(Wired.Targets targets, Optional<ServiceTokens> tokens) {
    this.targets = targets;
    this.tokens = tokens;
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
    NettyChannelBuilder builder = NettyChannelBuilder.forTarget(targets.of(core)).usePlaintext();
    tokens.ifPresent(known -> builder.intercept(known.interceptor(core)));
    ManagedChannel channel = builder.build();
    open.add(channel);
    return channel;
  }
}
