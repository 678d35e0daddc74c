package harbor.kit.service.database;

import harbor.kit.runtime.StartFailed;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings a service's role, schema and tables to where its code expects them. */
final class Provisioning {
  /** Serialises the starts of several services on one database. */
  private static final long LOCK = 0x4841_5242_4f52L;

  private Provisioning() {}

  static void run(DatabaseSettings settings) {
    try (Connection connection = connect(settings)) {
      createRoleAndSchema(settings, connection);
    } catch (SQLException e) {
      throw new StartFailed(
          "%s cannot use its database: %s. Check HARBOR_DB_URL, HARBOR_DB_USER and HARBOR_DB_PASSWORD%s."
              .formatted(
                  settings.schema(),
                  e.getMessage(),
                  "42501".equals(e.getSQLState())
                      ? ", or set HARBOR_DB_ROLES=none when no roles may be created"
                      : ""),
          e);
    }
    migrate(settings);
  }

  /**
   * What the server sets at the start of each session, as pgjdbc's connection property {@code
   * options}. Schema and role are our own names, never input.
   */
  static String sessionOptions(DatabaseSettings settings) {
    String path = "-c search_path=" + settings.schema();
    return settings.ownRole() ? path + " -c role=" + settings.role() : path;
  }

  private static void createRoleAndSchema(DatabaseSettings settings, Connection connection)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
      try {
        if (settings.ownRole()) {
          createRole(settings.role(), statement);
        }
        statement.execute(
            "CREATE SCHEMA IF NOT EXISTS %s%s"
                .formatted(
                    settings.schema(),
                    settings.ownRole() ? " AUTHORIZATION " + settings.role() : ""));
      } finally {
        statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
      }
    }
  }

  private static void createRole(String role, Statement statement) throws SQLException {
    try (ResultSet found =
        statement.executeQuery("SELECT 1 FROM pg_roles WHERE rolname = '" + role + "'")) {
      if (found.next()) {
        return;
      }
    }
    try {
      statement.execute("CREATE ROLE " + role + " NOLOGIN");
    } catch (SQLException e) {
      if (isThere(e)) {
        return;
      }
      throw e;
    }
    statement.execute("GRANT " + role + " TO CURRENT_USER");
  }

  /** Roles are shared by all databases of a server: another start may have made it meanwhile. */
  private static boolean isThere(SQLException failure) {
    return "42710".equals(failure.getSQLState()) || "23505".equals(failure.getSQLState());
  }

  private static void migrate(DatabaseSettings settings) {
    try {
      // The kit's first: a table of a service may refer to one of the kit, never the other way.
      migrations(settings)
          .table("kit_schema_history")
          .locations("classpath:db/kit")
          .load()
          .migrate();
      migrations(settings).locations("classpath:db/" + settings.schema()).load().migrate();
    } catch (FlywayException e) {
      throw new StartFailed(
          "%s cannot migrate its schema: %s".formatted(settings.schema(), e.getMessage()), e);
    }
  }

  private static FluentConfiguration migrations(DatabaseSettings settings) {
    return Flyway.configure()
        .dataSource(settings.url(), settings.user().orElse(null), settings.password().orElse(null))
        .jdbcProperties(Map.of("options", sessionOptions(settings)))
        .schemas(settings.schema())
        .createSchemas(false)
        // Each of the two finds the other's tables in the schema, which is as it should be.
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .failOnMissingLocations(true);
  }

  private static Connection connect(DatabaseSettings settings) throws SQLException {
    Properties properties = new Properties();
    settings.user().ifPresent(user -> properties.setProperty("user", user));
    settings.password().ifPresent(password -> properties.setProperty("password", password));
    properties.setProperty("connectTimeout", "5");
    return DriverManager.getConnection(settings.url(), properties);
  }
}
