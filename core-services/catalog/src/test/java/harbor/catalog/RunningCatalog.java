package harbor.catalog;

import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
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

/** The whole service on a port of its own and an empty database, and a client of it. */
final class RunningCatalog implements AutoCloseable {
  private final DatabaseSettings database = TestDatabase.fresh("catalog");
  private final Telemetry telemetry = Telemetry.recording("catalog", InMemorySpanExporter.create());
  private final Catalog catalog =
      Catalog.start(
          new CatalogSettings(
              new GrpcSettings("catalog", "127.0.0.1", 0, Duration.ofSeconds(1)), database),
          telemetry);
  private final ManagedChannel channel = TestChannel.open(catalog.port());

  ManagedChannel channel() {
    return channel;
  }

  CatalogServiceBlockingStub client() {
    return CatalogServiceGrpc.newBlockingStub(channel);
  }

  Telemetry telemetry() {
    return telemetry;
  }

  /** Closes the service, not the client. */
  void stop() {
    catalog.close();
  }

  /** Keeps everybody else from the table until the connection is rolled back. */
  Connection locking(String table) throws SQLException {
    Connection connection = DriverManager.getConnection(database.url());
    connection.setAutoCommit(false);
    try (Statement lock = connection.createStatement()) {
      lock.execute("LOCK TABLE catalog." + table);
    }
    return connection;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    catalog.close();
    telemetry.close();
  }
}
