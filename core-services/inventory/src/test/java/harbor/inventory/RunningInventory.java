package harbor.inventory;

import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.InventoryServiceGrpc.InventoryServiceBlockingStub;
import harbor.kit.service.DatabaseSettings;
import harbor.kit.service.GrpcSettings;
import harbor.kit.service.TestChannel;
import harbor.kit.service.TestDatabase;
import harbor.observability.Telemetry;
import io.grpc.ManagedChannel;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The whole service on a port of its own and an empty database, and a client of it. */
final class RunningInventory implements AutoCloseable {
  private final DatabaseSettings database = TestDatabase.fresh("inventory");
  private final Telemetry telemetry =
      Telemetry.recording("inventory", InMemorySpanExporter.create());
  private final Inventory inventory =
      Inventory.start(
          new InventorySettings(
              new GrpcSettings("inventory", "127.0.0.1", 0, Duration.ofSeconds(1)), database),
          telemetry,
          InstantSource.fixed(Instant.parse("2026-03-02T12:00:00Z")));
  private final ManagedChannel channel = TestChannel.open(inventory.port());

  ManagedChannel channel() {
    return channel;
  }

  InventoryServiceBlockingStub client() {
    return InventoryServiceGrpc.newBlockingStub(channel);
  }

  Telemetry telemetry() {
    return telemetry;
  }

  /** One of nobody's. */
  Connection connection() throws SQLException {
    return DriverManager.getConnection(database.url());
  }

  /** Closes the service, not the client. */
  void stop() {
    inventory.close();
  }

  /** Keeps everybody else from the table until the connection is rolled back. */
  Connection locking(String table) throws SQLException {
    Connection connection = DriverManager.getConnection(database.url());
    connection.setAutoCommit(false);
    try (Statement lock = connection.createStatement()) {
      lock.execute("LOCK TABLE inventory." + table);
    }
    return connection;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    inventory.close();
    telemetry.close();
  }
}
