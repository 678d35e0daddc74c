package harbor.kit.bff.overload;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Closes the connections of clients that are too slow, which Armeria does not do by itself: its
 * idle timeout begins anew with every byte, and an answer that nobody reads waits for ever.
 *
 * <p>With the connection everything that runs for it is cancelled.
 */
public final class SlowClients {
  /** Bytes of answers that nobody has taken yet. */
  private static final long MAX_UNREAD = Runtime.getRuntime().maxMemory() / 8;

  private SlowClients() {}

  /**
   * Watches all connections of a server.
   *
   * @param time how long a request's headers may take to come, and an answer to be taken
   * @param late the answer 408
   */
  public static void close(
      ServerBuilder server,
      Duration time,
      Supplier<AggregatedHttpResponse> late,
      MeterRegistry metrics) {
    Counter headers = counter(metrics, "sends");
    Counter readers = counter(metrics, "reads");
    server.decorator(new UnreadAnswers(MAX_UNREAD, readers::increment)::count);
    // First, where bytes come and go.
    server.childChannelPipelineCustomizer(
        pipeline ->
            pipeline
                .addFirst(new SlowReader(time, readers::increment))
                .addFirst(new SlowStreams(time, headers::increment, readers::increment))
                .addFirst(new HeaderTimeout(time, late, headers::increment)));
  }

  /** Has to be told of every request, as early as possible. */
  public static void requestBegins(ServiceRequestContext ctx) {
    HeaderTimeout.headersCame(ctx);
  }

  /** From now on this request's connection has as much time to take what is written. */
  public static void allow(ServiceRequestContext ctx, Duration time) {
    SlowReader.allow(ctx, time);
  }

  private static Counter counter(MeterRegistry metrics, String how) {
    return Counter.builder("harbor.bff.slow.clients").tag("slow", how).register(metrics);
  }
}
