package harbor.allinone;

import harbor.kit.runtime.StartFailed;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of the store's own, in its data directory, with durable settings.
 *
 * <p>A server that outlived a killed store is stopped first, whoever is connected to it; it then
 * recovers as after a power cut. One that ends while the store runs is started again on the same
 * port; when that does not succeed, the store ends. Thread-safe.
 */
final class EmbeddedDatabase implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final String NAME = "harbor";

  /** Waits before each try to start a server again: half a minute in all. */
  private static final List<Duration> BACK_OFF =
      Stream.of(0, 200, 500, 1_000, 2_000, 4_000, 8_000, 15_000).map(Duration::ofMillis).toList();

  private static final int STOP_SECONDS = 20;

  private final DataDirectory data;
  private final DatabaseAccess access;
  private final Runnable whenLost;
  private EmbeddedPostgres server;
  private boolean isClosed;

  private EmbeddedDatabase(
      DataDirectory data, DatabaseAccess access, EmbeddedPostgres server, Runnable whenLost) {
    this.data = data;
    this.access = access;
    this.server = server;
    this.whenLost = whenLost;
  }

  /**
   * Starts it.
   *
   * @param whenLost what to do when it ended and cannot be started again
   */
  static EmbeddedDatabase start(DataDirectory data, Runnable whenLost) {
    try {
      stopOrphan(data.database());
      Files.createDirectories(data.databaseBinaries());
      DatabaseAccess access = DatabaseAccess.of(data);
      EmbeddedPostgres server = configured(data, access).start();
      // The library lets everybody write there, and with it choose what the next start runs.
      Files.setPosixFilePermissions(
          data.databaseBinaries(), PosixFilePermissions.fromString("rwx------"));
      deleteScripts();
      prepare(server, access);
      EmbeddedDatabase started = new EmbeddedDatabase(data, access, server, whenLost);
      var _ = started.watched();
      return started;
    } catch (IOException | SQLException | IllegalStateException e) {
      throw new StartFailed(
          "The embedded PostgreSQL does not start: %s. Its log is %s."
              .formatted(e.getMessage(), data.databaseLog()),
          e);
    }
  }

  /** With user and password. */
  synchronized String url() {
    return server.getJdbcUrl(DatabaseAccess.USER, NAME) + "&password=" + access.password();
  }

  synchronized int port() {
    return server.getPort();
  }

  @Override
  public synchronized void close() throws IOException {
    isClosed = true;
    notifyAll();
    server.close();
  }

  private static EmbeddedPostgres.Builder configured(DataDirectory data, DatabaseAccess access) {
    Redirect toLog = Redirect.appendTo(data.databaseLog().toFile());
    return EmbeddedPostgres.builder()
        .setDataDirectory(data.database())
        .setCleanDataDirectory(false)
        .setOverrideWorkingDirectory(data.databaseBinaries().toFile())
        .setRegisterShutdownHook(false)
        .setPGStartupWait(Duration.ofSeconds(60))
        .setOutputRedirector(toLog)
        .setErrorRedirector(toLog)
        .setConnectConfig("password", access.password())
        // These two are for initdb, which gives a new database its password and its rules; of two
        // --auth the last one counts, and the library's own trusts everybody.
        .setLocaleConfig("auth", DatabaseAccess.SCRAM)
        .setLocaleConfig("pwfile", access.passwordFile().toString())
        // The library switches these off for tests; orders are no test.
        .setServerConfig("fsync", "on")
        .setServerConfig("full_page_writes", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("max_connections", "120")
        .setServerConfig("shared_buffers", "96MB")
        .setServerConfig("max_wal_size", "512MB");
  }

  /** The library knows the process that started it alone; its own writes down who it is. */
  private ProcessHandle watched() throws IOException {
    ProcessHandle postmaster =
        postmaster(data.database())
            .orElseThrow(() -> new IOException("it ended as soon as it was started"));
    var _ = postmaster.onExit().thenAcceptAsync(this::startAgain, EmbeddedDatabase::run);
    return postmaster;
  }

  /** A thread that ends with the process. */
  private static void run(Runnable work) {
    Thread.ofPlatform().daemon().name("embedded-postgres").start(work);
  }

  private void startAgain(ProcessHandle ended) {
    if (isOver(Duration.ZERO)) {
      return;
    }
    log.error("The embedded PostgreSQL (pid {}) ended; it is started again", ended.pid());
    for (Duration pause : BACK_OFF) {
      if (isOver(pause) || isStartedAgain()) {
        return;
      }
    }
    log.error(
        "The embedded PostgreSQL cannot be started again: the store ends. Its log is {}.",
        data.databaseLog());
    whenLost.run();
  }

  private synchronized boolean isStartedAgain() {
    try {
      server.close();
      server = configured(data, access).setPort(server.getPort()).start();
      log.warn("The embedded PostgreSQL is back (pid {})", watched().pid());
      return true;
    } catch (IOException | IllegalStateException e) {
      log.warn("The embedded PostgreSQL does not start: {}", e.getMessage());
      return false;
    }
  }

  /** Waits, unless the store is closed or about to be. */
  private synchronized boolean isOver(Duration pause) {
    long end = System.nanoTime() + pause.toNanos();
    try {
      for (long left = pause.toNanos(); left > 0 && !isClosed; left = end - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
    return isClosed;
  }

  /**
   * The library finds out by a script which Linux this is, and deletes it when the process ends
   * well; those of processes that were killed go with ours.
   */
  private static void deleteScripts() throws IOException {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    try (DirectoryStream<Path> scripts =
        Files.newDirectoryStream(folder, "detect_linux_distribution_*.sh")) {
      for (Path script : scripts) {
        try {
          Files.deleteIfExists(script);
        } catch (IOException e) {
          log.debug("{} is somebody else's", script, e);
        }
      }
    }
  }

  private static void prepare(EmbeddedPostgres server, DatabaseAccess access)
      throws SQLException, IOException {
    try (Connection connection =
            server
                .getDatabase(DatabaseAccess.USER, "postgres", Map.of("password", access.password()))
                .getConnection();
        Statement statement = connection.createStatement()) {
      access.secure(connection);
      try (ResultSet found =
          statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'")) {
        if (found.next()) {
          return;
        }
      }
      statement.execute("CREATE DATABASE " + NAME);
    }
  }

  /**
   * The lock on the data directory is ours: whoever still serves it has lost its store. It does not
   * wait for those who are connected, and is not waited for for ever.
   */
  private static void stopOrphan(Path database) throws IOException {
    Optional<ProcessHandle> orphan = postmaster(database);
    if (orphan.isEmpty()) {
      return;
    }
    ProcessHandle postmaster = orphan.get();
    log.info("Stopping the PostgreSQL (pid {}) of a store that was killed", postmaster.pid());
    if (!isStopped(postmaster, "INT") && !isStopped(postmaster, "QUIT")) {
      throw new IOException("pid " + postmaster.pid() + " of a killed store does not stop");
    }
  }

  /**
   * By PostgreSQL's own signals, SIGINT for its fast shutdown and SIGQUIT for its immediate one:
   * its pg_ctl refuses to be run as root.
   */
  private static boolean isStopped(ProcessHandle postmaster, String signal) throws IOException {
    new ProcessBuilder("sh", "-c", "kill -" + signal + " " + postmaster.pid())
        .redirectErrorStream(true)
        .redirectOutput(Redirect.DISCARD)
        .start();
    try {
      postmaster.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException _) {
      log.warn("PostgreSQL (pid {}) does not stop on SIG{}", postmaster.pid(), signal);
      return false;
    } catch (ExecutionException e) {
      throw new IOException("pid " + postmaster.pid() + " of a killed store cannot be followed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The server that works in a directory. */
  private static Optional<ProcessHandle> postmaster(Path database) throws IOException {
    Path pidFile = database.resolve("postmaster.pid");
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
