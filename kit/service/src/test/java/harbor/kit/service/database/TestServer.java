package harbor.kit.service.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * The PostgreSQL of one build: the first JVM that needs it starts it, the JVMs of all modules share
 * it, and it is stopped and deleted when the build is gone, however that ends.
 *
 * <p>The build is the nearest JVM that this one descends from: Maven, or an IDE. Where there is
 * none, it is this JVM itself.
 */
final class TestServer {
  /** Not to be ended by what ends the build: Ctrl-C, or a terminal that is closed. */
  private static final String GUARD =
      """
      trap '' INT HUP TERM
      while kill -0 "$1"; do sleep 1; done
      while kill -QUIT "$2"; do sleep 1; done
      rm -rf "$3"
      """;

  private TestServer() {}

  /** The port of the server, which runs. */
  static int port() {
    long build = build().pid();
    Path home =
        Path.of(System.getProperty("harbor.root", "."), "target", "postgres", Long.toString(build))
            .toAbsolutePath();
    try {
      Files.createDirectories(home);
      try (FileChannel locked =
              FileChannel.open(
                  home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = locked.lock()) {
        Path file = home.resolve("port");
        int port = Files.exists(file) ? Integer.parseInt(Files.readString(file)) : 0;
        // one that does not answer is of an earlier build with this number, which had no guard
        if (port == 0 || !answers(port)) {
          port = start(home, build);
          Files.writeString(file, Integer.toString(port));
        }
        return port;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The test server does not start", e);
    }
  }

  /** The URL of a database on the server at a port. */
  static String url(int port, String database) {
    return "jdbc:postgresql://localhost:%d/%s?user=postgres".formatted(port, database);
  }

  private static boolean answers(int port) {
    try (Connection _ = DriverManager.getConnection(url(port, "postgres"))) {
      return true;
    } catch (SQLException _) {
      return false;
    }
  }

  private static int start(Path home, long build) throws IOException {
    Path data = Files.createTempDirectory(home, "data");
    Redirect log = Redirect.appendTo(home.resolve("log").toFile());
    Files.createDirectories(home.resolve("binaries"));
    @SuppressWarnings("resource") // it outlives this JVM; the guard stops it
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setOverrideWorkingDirectory(home.resolve("binaries").toFile())
            .setRegisterShutdownHook(false)
            .setPGStartupWait(Duration.ofMinutes(1))
            .setOutputRedirector(log)
            .setErrorRedirector(log)
            .start();
    String postmaster = Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip();
    new ProcessBuilder(
            "sh", "-c", GUARD, "guard", Long.toString(build), postmaster, home.toString())
        .redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.DISCARD)
        .start();
    return server.getPort();
  }

  private static ProcessHandle build() {
    Optional<ProcessHandle> ancestor = ProcessHandle.current().parent();
    while (ancestor.isPresent() && !isJvm(ancestor.get())) {
      ancestor = ancestor.get().parent();
    }
    return ancestor.orElse(ProcessHandle.current());
  }

  private static boolean isJvm(ProcessHandle process) {
    return process.info().command().filter(command -> command.endsWith("/java")).isPresent();
  }
}
