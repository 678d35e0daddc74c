package harbor.catalog;

import harbor.kit.runtime.Parts;
import harbor.kit.service.ChangeFeed;
import harbor.kit.service.CoreServer;
import harbor.kit.service.CoreService;
import harbor.kit.service.Database;
import harbor.kit.service.Outbox;
import harbor.observability.Telemetry;
import java.util.List;

/** The running catalogue: its database, its methods and their server. */
public final class Catalog implements CoreService {
  static final String NAME = "catalog";

  private final Parts parts;
  private final int port;

  private Catalog(Parts parts, int port) {
    this.parts = parts;
    this.port = port;
  }

  /** Starts it; what was opened is closed again when that fails. */
  public static Catalog start(CatalogSettings settings, Telemetry telemetry) {
    Parts parts = new Parts();
    try {
      Database database = parts.add("database", Database.open(settings.database(), telemetry));
      ChangeFeed feed = parts.add("feed", ChangeFeed.start(database, telemetry));
      CatalogStore store = new PostgresCatalogStore(database, new Outbox(telemetry));
      CatalogService service = new CatalogService(store, feed);
      CoreServer server =
          parts.add("server", CoreServer.start(settings.grpc(), telemetry, List.of(service), feed));
      return new Catalog(parts, server.port());
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void close() {
    parts.close();
  }
}
