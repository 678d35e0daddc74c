package harbor.e2e.money;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A PostgreSQL to be killed, which keeps what it committed. */
final class OwnDatabase implements AutoCloseable {
  private final Path data;
  private final int port;
  private EmbeddedPostgres server;

  private OwnDatabase(Path data, int port, EmbeddedPostgres server) {
    this.data = data;
    this.port = port;
    this.server = server;
  }

  static OwnDatabase start() {
    try {
      Path data = Files.createTempDirectory("database").resolve("data");
      EmbeddedPostgres server = server(data, 0);
      return new OwnDatabase(data, server.getPort(), server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "jdbc:postgresql://localhost:%d/postgres?user=postgres".formatted(port);
  }

  /** SIGKILL to its first process, whereupon the others go too. */
  void kill() {
    try {
      long pid =
          Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  ProcessHandle.allProcesses()
                      .noneMatch(
                          process ->
                              process.info().commandLine().orElse("").contains(data.toString())));
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it again on the same data and port. */
  void restart() {
    try {
      server = server(data, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EmbeddedPostgres server(Path data, int port) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(Duration.ofMinutes(1))
            .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
            .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
            // the library switches these off for tests
            .setServerConfig("fsync", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_connections", "150");
    if (port > 0) {
      builder.setPort(port);
    }
    return builder.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
