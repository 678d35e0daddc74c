package harbor.kit.bff.watch;

import harbor.kit.client.ChangeStream;
import harbor.kit.runtime.Parts;
import io.grpc.Channel;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoopGroup;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The subscriptions of one process: one {@link Watch} per stream of changes, however many caches
 * and streams of events listen to it. Thread-safe.
 */
public final class Watches {
  private final Supplier<ScheduledExecutorService> loops;
  private final LongSupplier millis;
  private final MeterRegistry metrics;
  private final Parts parts;
  private final Map<String, Watch> watches = new ConcurrentHashMap<>();

  Watches(
      Supplier<ScheduledExecutorService> loops,
      LongSupplier millis,
      MeterRegistry metrics,
      Parts parts) {
    this.loops = loops;
    this.millis = millis;
    this.metrics = metrics;
    this.parts = parts;
  }

  /**
   * None yet.
   *
   * @param loops each watch has one of them
   * @param parts the watches are closed with it
   */
  public static Watches of(EventLoopGroup loops, MeterRegistry metrics, Parts parts) {
    return new Watches(loops::next, System::currentTimeMillis, metrics, parts);
  }

  /**
   * Tells a listener what a stream says from now on; the first one opens it.
   *
   * @param service where the stream is, for instance {@code Downstream.streams()}
   */
  public void listen(ChangeStream stream, Channel service, ChangeListener listener) {
    watches.compute(
        stream.name(),
        (_, open) -> {
          if (open == null) {
            return open(stream, service, listener);
          }
          open.listen(listener);
          return open;
        });
  }

  private Watch open(ChangeStream stream, Channel service, ChangeListener listener) {
    Watch watch =
        parts.add(
            stream.name(),
            Watch.open(
                stream,
                service,
                loops.get(),
                listener,
                millis,
                RandomGenerator.of("SplittableRandom")));
    Gauge.builder("harbor.cache.changes.connected", watch, now -> now.state().isConnected() ? 1 : 0)
        .description("Whether the stream of changes is connected")
        .tag("stream", stream.name())
        .strongReference(true)
        .register(metrics);
    return watch;
  }
}
