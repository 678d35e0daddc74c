package harbor.allinone;

import harbor.kit.runtime.StartFailed;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of the store's own, in its data directory, with durable settings.
 *
 * <p>A server that outlived a killed store is stopped first; it then recovers as after a power cut.
 */
final class EmbeddedDatabase implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final String NAME = "harbor";

  private final EmbeddedPostgres server;

  private EmbeddedDatabase(EmbeddedPostgres server) {
    this.server = server;
  }

  static EmbeddedDatabase start(DataDirectory data) {
    try {
      stopOrphan(data.database());
      Files.createDirectories(data.databaseBinaries());
      Redirect toLog = Redirect.appendTo(data.databaseLog().toFile());
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setDataDirectory(data.database())
              .setCleanDataDirectory(false)
              .setOverrideWorkingDirectory(data.databaseBinaries().toFile())
              .setRegisterShutdownHook(false)
              .setPGStartupWait(Duration.ofSeconds(60))
              .setOutputRedirector(toLog)
              .setErrorRedirector(toLog)
              // The library switches these off for tests; orders are no test.
              .setServerConfig("fsync", "on")
              .setServerConfig("full_page_writes", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("max_connections", "120")
              .setServerConfig("shared_buffers", "96MB")
              .setServerConfig("max_wal_size", "512MB")
              .start();
      createDatabase(server);
      return new EmbeddedDatabase(server);
    } catch (IOException | SQLException | IllegalStateException e) {
      throw new StartFailed(
          "The embedded PostgreSQL does not start: %s. Its log is %s."
              .formatted(e.getMessage(), data.databaseLog()),
          e);
    }
  }

  String url() {
    return server.getJdbcUrl("postgres", NAME);
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private static void createDatabase(EmbeddedPostgres server) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      try (ResultSet found =
          statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'")) {
        if (found.next()) {
          return;
        }
      }
      statement.execute("CREATE DATABASE " + NAME);
    }
  }

  /** The lock on the data directory is ours: whoever still serves it has lost its store. */
  private static void stopOrphan(Path database) throws IOException {
    Optional<ProcessHandle> orphan = orphan(database.resolve("postmaster.pid"));
    if (orphan.isEmpty()) {
      return;
    }
    ProcessHandle postmaster = orphan.get();
    log.info("Stopping the PostgreSQL (pid {}) of a store that was killed", postmaster.pid());
    postmaster.destroy();
    try {
      postmaster.onExit().get(20, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException("pid " + postmaster.pid() + " of a killed store does not stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static Optional<ProcessHandle> orphan(Path pidFile) throws IOException {
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(pidFile);
    if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d+")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
        .filter(process -> process.info().command().orElse("").contains("postgres"));
  }
}
