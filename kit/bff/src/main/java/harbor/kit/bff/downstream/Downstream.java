package harbor.kit.bff.downstream;

import com.linecorp.armeria.common.util.TransportType;
import harbor.kit.bff.resilience.Layers;
import harbor.kit.bff.resilience.LayersState;
import harbor.kit.bff.resilience.UnaryChannel;
import harbor.kit.client.CallMetadata;
import harbor.kit.client.identity.ServiceTokens;
import harbor.observability.Telemetry;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * A core service as a BFF sees it: one channel per event loop of the BFF's server.
 *
 * <p>A call made on an event loop goes out, comes back and completes on that very loop: nothing
 * changes threads and nothing is locked. Each try is traced, counted, carries the correlation id
 * and a service token, and is refused when it has no deadline; around all of a call's tries stand
 * its {@link Layers}. Thread-safe.
 */
public final class Downstream implements UnaryChannel, AutoCloseable {
  /**
   * Bytes. A fixed one: to find a fitting one by itself, the channel sends a PING along with the
   * answers that it reads, which costs more than the window's memory saves.
   */
  private static final int FLOW_CONTROL_WINDOW = 1024 * 1024;

  private static final long KEEP_ALIVE_SECONDS = 20;
  private static final long KEEP_ALIVE_TIMEOUT_SECONDS = 5;

  private final DownstreamSettings settings;
  private final List<LoopChannel> channels;
  private final Channel byLoop = new ByLoop();
  private final Layers layers;
  private final Map<Thread, Channel> byThread = new ConcurrentHashMap<>();

  private record LoopChannel(EventLoop loop, ManagedChannel managed, Channel channel) {}

  private Downstream(
      DownstreamSettings settings, List<LoopChannel> channels, LayerMetrics metrics) {
    this.settings = settings;
    this.channels = channels;
    this.layers =
        new Layers(
            new Transport(byLoop),
            settings.layers(),
            System::nanoTime,
            RandomGenerator.of("SplittableRandom"),
            method -> metrics.breaker(layers(), method));
    metrics.register(layers);
  }

  /**
   * Opens the channels; they connect in the background.
   *
   * @param loops the event loops of the BFF's server
   * @param tokens say to the service who calls; absent where it does not ask
   */
  public static Downstream open(
      DownstreamSettings settings,
      EventLoopGroup loops,
      Optional<ServiceTokens> tokens,
      Telemetry telemetry) {
    List<LoopChannel> channels = new ArrayList<>();
    for (EventExecutor executor : loops) {
      if (executor instanceof EventLoop loop) {
        ManagedChannel managed = managed(settings, loop);
        channels.add(
            new LoopChannel(
                loop,
                managed,
                Interceptors.around(managed, settings.service(), tokens, telemetry)));
      }
    }
    return new Downstream(
        settings, List.copyOf(channels), new LayerMetrics(telemetry.metrics(), settings.service()));
  }

  private static ManagedChannel managed(DownstreamSettings settings, EventLoop loop) {
    ManagedChannel managed =
        NettyChannelBuilder.forTarget(settings.target(), settings.transport().ofCalls())
            .eventLoopGroup(loop)
            .channelType(TransportType.socketChannelType(loop))
            .directExecutor()
            .defaultLoadBalancingPolicy("round_robin")
            .flowControlWindow(FLOW_CONTROL_WINDOW)
            .maxInboundMetadataSize(CallMetadata.MAX_ANSWER_BYTES)
            .disableRetry()
            .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .build();
    Reconnect.keepConnected(managed, loop);
    return managed;
  }

  @Override
  public <Q, A> CompletableFuture<A> call(MethodDescriptor<Q, A> method, Q request, Try attempt) {
    return layers.call(method, request, attempt);
  }

  /** Calls past all layers: each is sent, once, after it was asked for. */
  public UnaryChannel direct() {
    return new Transport(byLoop);
  }

  /** The service's name. */
  public String service() {
    return settings.service();
  }

  /** How the layers are doing. */
  public LayersState state() {
    return layers.state();
  }

  /**
   * The channel of the calling event loop, for calls that are no unary ones: no layer but the
   * tries' own.
   */
  public Channel streams() {
    return byLoop;
  }

  @Override
  public void close() {
    channels.forEach(channel -> channel.managed().shutdownNow());
  }

  private Layers layers() {
    return layers;
  }

  private Channel channelHere() {
    Channel known = byThread.get(Thread.currentThread());
    return known != null ? known : choose();
  }

  /** The one of the loop that runs us, otherwise the first: for callers outside the server. */
  private Channel choose() {
    for (LoopChannel candidate : channels) {
      if (candidate.loop().inEventLoop()) {
        byThread.put(Thread.currentThread(), candidate.channel());
        return candidate.channel();
      }
    }
    return channels.getFirst().channel();
  }

  private final class ByLoop extends Channel {
    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
      return channelHere().newCall(method, options);
    }

    @Override
    public String authority() {
      return channels.getFirst().channel().authority();
    }
  }
}
