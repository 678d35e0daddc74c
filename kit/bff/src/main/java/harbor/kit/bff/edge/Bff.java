package harbor.kit.bff.edge;

import harbor.kit.bff.cache.Caches;
import harbor.kit.bff.downstream.Downstream;
import harbor.kit.bff.explain.Explainer;
import harbor.kit.bff.plan.PlanTelemetry;
import harbor.kit.runtime.Parts;
import io.netty.channel.EventLoopGroup;
import java.util.List;

/**
 * A running BFF; closing it ends what is under way and frees its port and connections.
 *
 * @param port the HTTP port that it listens on
 * @param routes its screens
 * @param explainer says what it does, for the engineers' page
 * @param parts what runs
 */
public record Bff(int port, List<ScreenRoute<?, ?>> routes, Explainer explainer, Parts parts)
    implements AutoCloseable {
  /** Copies the list. */
  public Bff {
    routes = List.copyOf(routes);
  }

  /** Event loops for a BFF's server and its channels, closed with the parts. */
  public static EventLoopGroup eventLoops(BffSettings settings, Parts parts) {
    EventLoopGroup loops = BffServer.eventLoops(settings);
    parts.add(
        "event loops",
        () -> loops.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).sync());
    return loops;
  }

  /** Says what a BFF with these screens, services and caches does. */
  public static Explainer explainer(
      BffSettings settings,
      List<ScreenRoute<?, ?>> routes,
      PlanTelemetry telemetry,
      List<Downstream> downstreams,
      Caches caches) {
    return new Explainer(
        settings.name(),
        routes.stream().map(ScreenRoute::stated).toList(),
        telemetry,
        downstreams,
        caches::states);
  }

  @Override
  public void close() {
    parts.close();
  }
}
