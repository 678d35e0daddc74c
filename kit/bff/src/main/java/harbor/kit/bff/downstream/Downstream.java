package harbor.kit.bff.downstream;

import com.linecorp.armeria.common.util.TransportType;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A core service as a BFF sees it: one channel per event loop of the BFF's server.
 *
 * <p>A call made on an event loop goes out, comes back and completes on that very loop: nothing
 * changes threads and nothing is locked. Each call is traced, counted, carries the correlation id,
 * and is refused when it has no deadline. Thread-safe.
 */
public final class Downstream extends Channel implements AutoCloseable {
  private static final long KEEP_ALIVE_SECONDS = 20;
  private static final long KEEP_ALIVE_TIMEOUT_SECONDS = 5;

  private final List<LoopChannel> channels;
  private final Map<Thread, Channel> byThread = new ConcurrentHashMap<>();

  private record LoopChannel(EventLoop loop, ManagedChannel managed, Channel channel) {}

  private Downstream(List<LoopChannel> channels) {
    this.channels = channels;
  }

  /**
   * Opens the channels; they connect in the background.
   *
   * @param loops the event loops of the BFF's server
   */
  public static Downstream open(
      DownstreamSettings settings, EventLoopGroup loops, Telemetry telemetry) {
    List<LoopChannel> channels = new ArrayList<>();
    for (EventExecutor executor : loops) {
      if (executor instanceof EventLoop loop) {
        ManagedChannel managed = managed(settings, loop);
        channels.add(new LoopChannel(loop, managed, CallLayers.around(managed, telemetry)));
      }
    }
    return new Downstream(List.copyOf(channels));
  }

  private static ManagedChannel managed(DownstreamSettings settings, EventLoop loop) {
    ManagedChannel managed =
        NettyChannelBuilder.forTarget(settings.target())
            .eventLoopGroup(loop)
            .channelType(TransportType.socketChannelType(loop))
            .directExecutor()
            .usePlaintext()
            .defaultLoadBalancingPolicy("round_robin")
            .disableRetry()
            .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .build();
    Reconnect.keepConnected(managed, loop);
    return managed;
  }

  @Override
  public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
    return channelHere().newCall(method, options);
  }

  @Override
  public String authority() {
    return channels.getFirst().channel().authority();
  }

  @Override
  public void close() {
    channels.forEach(channel -> channel.managed().shutdownNow());
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
}
