package harbor.pricing;

import harbor.kit.runtime.Parts;
import harbor.kit.service.ChangeFeed;
import harbor.kit.service.CoreServer;
import harbor.kit.service.CoreService;
import harbor.kit.service.Database;
import harbor.kit.service.Outbox;
import harbor.observability.Telemetry;
import java.time.InstantSource;
import java.util.List;

/** The running pricing service: its database and its gRPC server. */
public final class Pricing implements CoreService {
  private final Parts parts;
  private final CoreServer server;

  private Pricing(Parts parts, CoreServer server) {
    this.parts = parts;
    this.server = server;
  }

  /**
   * Opens the database, migrates it, and starts to serve.
   *
   * @throws harbor.kit.runtime.StartFailed when a port or the database cannot be had; nothing stays
   *     open then
   */
  public static Pricing start(PricingSettings settings, Telemetry telemetry) {
    return start(settings, telemetry, InstantSource.system());
  }

  /** The same with the time that price changes happen at. */
  static Pricing start(PricingSettings settings, Telemetry telemetry, InstantSource clock) {
    Parts parts = new Parts();
    try {
      Database database = parts.add("database", Database.open(settings.database(), telemetry));
      ChangeFeed feed = parts.add("feed", ChangeFeed.start(database, telemetry));
      PriceStore prices = new PostgresPriceStore(database, new Outbox(telemetry), clock);
      PricingService service = new PricingService(prices, feed);
      CoreServer server =
          parts.add("server", CoreServer.start(settings.grpc(), telemetry, List.of(service), feed));
      return new Pricing(parts, server);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    parts.close();
  }
}
