package harbor.kit.service.database;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL for tests: one server a build, one empty database a call of {@link #fresh}. No
 * JVM sees the databases of another one.
 */
public final class TestDatabase {
  private static final int PORT = TestServer.port();
  private static final long JVM = ProcessHandle.current().pid();
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestDatabase() {}

  /** Settings for an empty database, with the schema's own role. */
  public static DatabaseSettings fresh(String schema) {
    String name = "%s_%d_%d".formatted(schema, JVM, NUMBER.incrementAndGet());
    try (Connection connection = asSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("The test server does not answer", e);
    }
    return new DatabaseSettings(url(name), Optional.empty(), Optional.empty(), schema, true, 4);
  }

  /** Settings of a service that opens no database. */
  public static DatabaseSettings none(String schema) {
    return new DatabaseSettings(
        "jdbc:postgresql://localhost:1/none", Optional.empty(), Optional.empty(), schema, true, 1);
  }

  /** Of statements, as a regular expression of PostgreSQL. */
  public static final String WRITES = "\\m(FOR UPDATE|INSERT|UPDATE|DELETE)\\M";

  /** Of sessions: on any database of this JVM, and waiting for a lock. */
  private static final String WAITING =
      "datname LIKE '%%\\_%d\\_%%' AND wait_event_type = 'Lock'".formatted(JVM);

  /** How many sessions on any database of this JVM wait for a lock now. */
  public static int waitingForALock() {
    return sessions(WAITING);
  }

  /** The same of those with a statement that contains this text. */
  public static int waitingWith(String text) {
    return sessions("%s AND query LIKE '%%%s%%'".formatted(WAITING, text));
  }

  /** The same of those that only read: jobs, which write what is due, do not count. */
  public static int waitingToRead() {
    return sessions("%s AND query !~* '%s'".formatted(WAITING, WRITES));
  }

  /** How many sessions on a database run a statement now that contains this text. */
  public static int running(DatabaseSettings database, String text) {
    return sessions(
        "datname = '%s' AND state = 'active' AND query LIKE '%%%s%%'"
            .formatted(name(database), text));
  }

  /** Ends all sessions on a database and lets nobody in, as if its server were away. */
  public static void away(DatabaseSettings database) {
    alter(database, "ALLOW_CONNECTIONS false");
  }

  /** Lets them in again. */
  public static void back(DatabaseSettings database) {
    alter(database, "ALLOW_CONNECTIONS true");
  }

  /** Ends all sessions on a database, which takes no changes from now on, as a standby does. */
  static void readOnly(DatabaseSettings database) {
    alter(database, "SET default_transaction_read_only = on");
  }

  private static void alter(DatabaseSettings database, String how) {
    String name = name(database);
    try (Connection connection = asSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER DATABASE " + name + " " + how);
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
    } catch (SQLException e) {
      throw new IllegalStateException("The test server does not answer", e);
    }
  }

  private static String name(DatabaseSettings database) {
    return database.url().replaceFirst(".*/(\\w+)\\?.*", "$1");
  }

  /** How many sessions on a database have begun a transaction and do nothing. */
  static int idleInTransaction(DatabaseSettings database) {
    return sessions("datname = '%s' AND state = 'idle in transaction'".formatted(name(database)));
  }

  /**
   * How many deadlocks there were on a database; waits until its sessions have ended, as only then
   * all are counted.
   */
  public static int deadlocks(DatabaseSettings database) {
    String name = name(database);
    await().until(() -> sessions("datname = '%s'".formatted(name)) == 0);
    return number("SELECT deadlocks FROM pg_stat_database WHERE datname = '%s'".formatted(name));
  }

  /** As the server itself sees it, and no service's role may. */
  private static int sessions(String condition) {
    return number("SELECT count(*) FROM pg_stat_activity WHERE " + condition);
  }

  private static int number(String query) {
    try (Connection connection = asSuperuser();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(query)) {
      answer.next();
      return answer.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException("The test server does not answer", e);
    }
  }

  private static Connection asSuperuser() throws SQLException {
    return DriverManager.getConnection(url("postgres"));
  }

  private static String url(String database) {
    return TestServer.url(PORT, database);
  }
}
