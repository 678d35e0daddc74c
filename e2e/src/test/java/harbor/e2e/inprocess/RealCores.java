package harbor.e2e.inprocess;

import harbor.allinone.Processes;
import harbor.kit.runtime.Parts;
import harbor.kit.service.CoreProcess;
import harbor.kit.service.RunningCore;
import harbor.kit.service.TestCore;
import harbor.kit.service.database.DatabaseSettings;
import harbor.kit.service.database.TestDatabase;
import harbor.observability.Telemetry;
import harbor.scripted.Core;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The core services themselves, each with an empty database on a real PostgreSQL. */
final class RealCores implements AutoCloseable {
  /** No BFF asks these. */
  private static final EnumSet<Core> BEHIND_OTHERS = EnumSet.of(Core.TAX, Core.PAYMENTS);

  private final Map<Core, DatabaseSettings> databases = new EnumMap<>(Core.class);
  private final Map<Core, RunningCore> services = new EnumMap<>(Core.class);
  private final Parts parts = new Parts();

  private RealCores() {}

  static RealCores start() {
    RealCores cores = new RealCores();
    for (Core core : EnumSet.complementOf(BEHIND_OTHERS)) {
      String name = core.name().toLowerCase(Locale.ROOT);
      DatabaseSettings database = TestDatabase.fresh(name);
      Telemetry telemetry =
          cores.parts.add("telemetry", Telemetry.recording(name, SpanExporter.composite()));
      cores.databases.put(core, database);
      cores.services.put(
          core,
          cores.parts.add(
              name,
              process(core).start(TestCore.settings(name, database, Duration.ZERO), telemetry)));
    }
    return cores;
  }

  String target(Core core) {
    if (BEHIND_OTHERS.contains(core)) {
      return "127.0.0.1:1";
    }
    RunningCore service = services.get(core);
    if (service == null) {
      throw new IllegalArgumentException("core: " + core);
    }
    return "127.0.0.1:" + service.port();
  }

  /** Keeps every statement of every service from its tables until it is closed. */
  Locks lockAllTables() throws SQLException {
    List<Connection> connections = new ArrayList<>();
    for (Map.Entry<Core, DatabaseSettings> database : databases.entrySet()) {
      Connection connection = DriverManager.getConnection(database.getValue().url());
      connections.add(connection);
      connection.setAutoCommit(false);
      try (Statement lock = connection.createStatement()) {
        lock.execute("LOCK TABLE " + String.join(", ", tables(database.getKey())));
      }
    }
    return () -> {
      for (Connection connection : connections) {
        connection.rollback();
        connection.close();
      }
    };
  }

  /** Locks that are held. */
  @FunctionalInterface
  interface Locks extends AutoCloseable {
    @Override
    void close() throws SQLException;
  }

  @Override
  public void close() {
    parts.close();
  }

  private static List<String> tables(Core core) {
    return switch (core) {
      case CATALOG -> List.of("catalog.products");
      case INVENTORY -> List.of("inventory.stock");
      case PRICING -> List.of("pricing.prices");
      case REVIEWS -> List.of("reviews.reviews", "reviews.ratings");
      case RECOMMENDATIONS -> List.of("recommendations.neighbours", "recommendations.profiles");
      case CARTS -> List.of("carts.carts");
      case USERS -> List.of("users.users");
      case ORDERS -> List.of("orders.orders");
      case CONTENT -> List.of("content.sections", "content.blocks", "content.flags");
      case SHIPPING -> List.of("shipping.shipping_methods");
      case TAX, PAYMENTS -> List.of();
    };
  }

  private static CoreProcess process(Core core) {
    return Processes.cores().stream()
        .filter(process -> process.name().equals(core.name().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow();
  }
}
