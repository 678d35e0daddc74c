package harbor.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may use the database that a store brings along. */
class EmbeddedDatabaseIT {
  private static final String WRONG_PASSWORD = "28P01";
  private static final String NO_PASSWORD = "08004"; // by the driver, which has none to send
  private static final String TRUST_RULES =
      """
      # as an earlier release made it
      local   all   all                  trust
      host    all   all   127.0.0.1/32   trust
      host    all   all   ::1/128        trust
      """;

  @TempDir private Path folder;

  @Test
  void database_isForWhoeverHasItsPassword() throws Exception {
    Path made = folder.resolve("data");
    try (DataDirectory data = DataDirectory.open(made);
        EmbeddedDatabase database = EmbeddedDatabase.start(data, () -> {})) {
      assertOnlyPasswordOpens(database);
      assertThat(rights(data.databasePassword())).isEqualTo("rw-------");
      assertThat(rights(made)).isEqualTo("rwx------");
      assertThat(rights(data.databaseBinaries())).isEqualTo("rwx------");
      assertThat(database.url()).contains(Files.readString(data.databasePassword()));
      keep(database, "before");
    }

    try (DataDirectory data = DataDirectory.open(made);
        EmbeddedDatabase database = EmbeddedDatabase.start(data, () -> {})) {
      assertOnlyPasswordOpens(database);
      assertThat(kept(database)).isEqualTo("before");
    }
  }

  /** A data directory of an earlier release, and one whose password is gone. */
  @Test
  void existingDatabase_getsAPassword_andGoesOn() throws Exception {
    try (DataDirectory data = DataDirectory.open(folder)) {
      Path rules = data.database().resolve("pg_hba.conf");
      try (EmbeddedDatabase database = EmbeddedDatabase.start(data, () -> {})) {
        keep(database, "before");
        execute(database.url(), "ALTER ROLE postgres PASSWORD NULL");
      }
      Files.delete(data.databasePassword());
      Files.writeString(rules, TRUST_RULES);

      try (EmbeddedDatabase database = EmbeddedDatabase.start(data, () -> {})) {
        assertOnlyPasswordOpens(database);
        assertThat(kept(database)).isEqualTo("before");
      }

      Files.delete(data.databasePassword());
      try (EmbeddedDatabase database = EmbeddedDatabase.start(data, () -> {})) {
        assertOnlyPasswordOpens(database);
        assertThat(kept(database)).isEqualTo("before");
      }
    }
  }

  /** Killed after it had made a password, and before the database had it. */
  @Test
  void databaseThatStillTrusts_getsThePasswordThatIsThere() throws Exception {
    try (DataDirectory data = DataDirectory.open(folder)) {
      String password;
      try (EmbeddedDatabase database = EmbeddedDatabase.start(data, () -> {})) {
        password = Files.readString(data.databasePassword());
        execute(database.url(), "ALTER ROLE postgres PASSWORD NULL");
      }
      Files.writeString(data.database().resolve("pg_hba.conf"), TRUST_RULES);

      try (EmbeddedDatabase database = EmbeddedDatabase.start(data, () -> {})) {
        assertOnlyPasswordOpens(database);
        assertThat(Files.readString(data.databasePassword())).isEqualTo(password);
      }
    }
  }

  private static void assertOnlyPasswordOpens(EmbeddedDatabase database) throws SQLException {
    String anybody =
        "jdbc:postgresql://127.0.0.1:%d/harbor?user=postgres".formatted(database.port());

    assertThatThrownBy(() -> execute(anybody, "SELECT 1"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(NO_PASSWORD));
    assertThatThrownBy(() -> execute(anybody + "&password=postgres", "SELECT 1"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(WRONG_PASSWORD));
    execute(database.url(), "SELECT 1");
  }

  private static void keep(EmbeddedDatabase database, String text) throws SQLException {
    execute(database.url(), "CREATE TABLE kept AS SELECT '" + text + "' AS text");
  }

  private static String kept(EmbeddedDatabase database) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database.url());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT text FROM kept")) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  private static void execute(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String rights(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
