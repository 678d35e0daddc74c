package harbor.kit.service.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL for tests: one server a JVM, one empty database a call of {@link #fresh}. */
public final class TestDatabase {
  private static final EmbeddedPostgres SERVER = start();
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestDatabase() {}

  /** Settings for an empty database, with the schema's own role. */
  public static DatabaseSettings fresh(String schema) {
    String name = schema + "_" + NUMBER.incrementAndGet();
    try (Connection connection = SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("The test server does not answer", e);
    }
    return new DatabaseSettings(
        SERVER.getJdbcUrl("postgres", name), Optional.empty(), Optional.empty(), schema, true, 4);
  }

  /** Settings of a service that opens no database. */
  public static DatabaseSettings none(String schema) {
    return new DatabaseSettings(
        "jdbc:postgresql://localhost:1/none", Optional.empty(), Optional.empty(), schema, true, 1);
  }

  /** Asks the server itself for a number: what no service's role may see. */
  public static int asSuperuser(String sql) {
    try (Connection connection = SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      answer.next();
      return answer.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException("The test server does not answer", e);
    }
  }

  private static EmbeddedPostgres start() {
    try {
      EmbeddedPostgres server = EmbeddedPostgres.builder().start();
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    try {
                      server.close();
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  }));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("The test server does not start", e);
    }
  }
}
