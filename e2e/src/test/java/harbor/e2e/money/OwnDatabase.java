package harbor.e2e.money;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** A PostgreSQL to be killed or paused, which keeps what it committed. */
public final class OwnDatabase implements AutoCloseable {
  private final Path data;
  private final int port;
  private EmbeddedPostgres server;

  private OwnDatabase(Path data, int port, EmbeddedPostgres server) {
    this.data = data;
    this.port = port;
    this.server = server;
  }

  public static OwnDatabase start() {
    try {
      Path data = Files.createTempDirectory("database").resolve("data");
      EmbeddedPostgres server = server(data, 0);
      return new OwnDatabase(data, server.getPort(), server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return urlAt(port);
  }

  /** The same over another port of this machine, which leads to it. */
  public String urlAt(int other) {
    return "jdbc:postgresql://localhost:%d/postgres?user=postgres".formatted(other);
  }

  public int port() {
    return port;
  }

  /** SIGKILL to its first process, whereupon the others go too. */
  public void kill() {
    try {
      first().ifPresent(ProcessHandle::destroyForcibly);
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

  /** SIGSTOP to its first process, which then makes no others, and to all of them. */
  public void pause() {
    first()
        .ifPresent(
            first -> {
              Signal.STOP.to(Stream.of(first));
              Signal.STOP.to(first.descendants());
            });
  }

  /** SIGCONT to all its processes. */
  public void resume() {
    first()
        .ifPresent(first -> Signal.CONT.to(Stream.concat(Stream.of(first), first.descendants())));
  }

  private Optional<ProcessHandle> first() {
    try {
      return ProcessHandle.of(
          Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it again on the same data and port. */
  public void restart() {
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
