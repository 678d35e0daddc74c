package harbor.inventory;

import harbor.inventory.stock.DeliveryPromise;
import harbor.kit.runtime.Parts;
import harbor.kit.service.ChangeFeed;
import harbor.kit.service.CoreServer;
import harbor.kit.service.CoreService;
import harbor.kit.service.Database;
import harbor.kit.service.Outbox;
import harbor.observability.Telemetry;
import java.time.InstantSource;
import java.util.List;

/** The running inventory: its database, its methods and their server. */
public final class Inventory implements CoreService {
  static final String NAME = "inventory";

  private final Parts parts;
  private final int port;

  private Inventory(Parts parts, int port) {
    this.parts = parts;
    this.port = port;
  }

  /** Starts it by the system's clock; what was opened is closed again when that fails. */
  public static Inventory start(InventorySettings settings, Telemetry telemetry) {
    return start(settings, telemetry, InstantSource.system());
  }

  /** Starts it by the given time; what was opened is closed again when that fails. */
  public static Inventory start(
      InventorySettings settings, Telemetry telemetry, InstantSource time) {
    Parts parts = new Parts();
    try {
      Database database = parts.add("database", Database.open(settings.database(), telemetry));
      ChangeFeed feed = parts.add("feed", ChangeFeed.start(database, telemetry));
      InventoryStore store = new PostgresInventoryStore(database, new Outbox(telemetry));
      InventoryService service = new InventoryService(store, new DeliveryPromise(time), feed);
      CoreServer server =
          parts.add("server", CoreServer.start(settings.grpc(), telemetry, List.of(service), feed));
      return new Inventory(parts, server.port());
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
