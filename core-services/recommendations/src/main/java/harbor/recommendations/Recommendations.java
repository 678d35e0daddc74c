package harbor.recommendations;

import harbor.kit.runtime.Parts;
import harbor.kit.service.CoreServer;
import harbor.kit.service.CoreService;
import harbor.kit.service.Database;
import harbor.observability.Telemetry;
import java.time.InstantSource;
import java.util.List;

/** The running recommendations service: its database and its gRPC server. */
public final class Recommendations implements CoreService {
  private final Parts parts;
  private final CoreServer server;

  private Recommendations(Parts parts, CoreServer server) {
    this.parts = parts;
    this.server = server;
  }

  /**
   * Opens the database, migrates it, and starts to serve.
   *
   * @throws harbor.kit.runtime.StartFailed when a port or the database cannot be had; nothing stays
   *     open then
   */
  public static Recommendations start(RecommendationsSettings settings, Telemetry telemetry) {
    return start(settings, telemetry, InstantSource.system());
  }

  /** The same with the time that changes happen at. */
  static Recommendations start(
      RecommendationsSettings settings, Telemetry telemetry, InstantSource clock) {
    Parts parts = new Parts();
    try {
      Database database = parts.add("database", Database.open(settings.database(), telemetry));
      RecommendationStore store = new PostgresRecommendationStore(database, clock);
      CoreServer server =
          parts.add(
              "server",
              CoreServer.start(
                  settings.grpc(), telemetry, List.of(new RecommendationsService(store))));
      return new Recommendations(parts, server);
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
