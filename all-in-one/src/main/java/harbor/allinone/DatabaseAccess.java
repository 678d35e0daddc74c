package harbor.allinone;

import harbor.kit.runtime.OpaqueId;
import harbor.kit.runtime.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Who may use the embedded PostgreSQL: whoever can read the password in the store's data directory,
 * which is its owner's alone.
 *
 * <p>A database of an earlier release trusts every user of the machine, and one whose password was
 * lost lets nobody in: each is started once more with rules that trust, and has a password before
 * it is used.
 */
final class DatabaseAccess {
  /** Of the superuser, who owns everything. */
  static final String USER = "postgres";

  /** How PostgreSQL finds out who connects, by a socket of either kind. */
  static final String SCRAM = "scram-sha-256";

  private static final String TRUST = "trust";
  private static final int PASSWORD_BYTES = 24;

  private final Path rules;
  private final Path passwordFile;
  private final String password;
  private final boolean isTrusting;

  private DatabaseAccess(Path rules, Path passwordFile, String password, boolean isTrusting) {
    this.rules = rules;
    this.passwordFile = passwordFile;
    this.password = password;
    this.isTrusting = isTrusting;
  }

  /** That of a database that does not run; it may be a new one. */
  static DatabaseAccess of(DataDirectory data) throws IOException {
    Path rules = data.database().resolve("pg_hba.conf");
    Path file = data.databasePassword();
    boolean isNew = !Files.exists(file);
    if (isNew) {
      write(file, OpaqueId.random(PASSWORD_BYTES));
    }
    boolean isTrusting = Files.exists(rules) && (isNew || trusts(rules));
    if (isTrusting) {
      write(rules, rules(TRUST));
    }
    return new DatabaseAccess(rules, file, Files.readString(file).strip(), isTrusting);
  }

  Path passwordFile() {
    return passwordFile;
  }

  String password() {
    return password;
  }

  /** Takes trust back, where there was some. */
  void secure(Connection superuser) throws SQLException, IOException {
    if (!isTrusting) {
      return;
    }
    try (Statement statement = superuser.createStatement()) {
      statement.execute("ALTER ROLE " + USER + " PASSWORD '" + password + "'");
      write(rules, rules(SCRAM));
      statement.execute("SELECT pg_reload_conf()");
    }
  }

  private static void write(Path file, String text) throws IOException {
    WholeFile.write(file, text, "rw-------");
  }

  private static boolean trusts(Path rules) throws IOException {
    return Files.readAllLines(rules).stream()
        .anyMatch(line -> !line.startsWith("#") && line.strip().endsWith(TRUST));
  }

  private static String rules(String method) {
    return """
    local all all %1$s
    host all all 127.0.0.1/32 %1$s
    host all all ::1/128 %1$s
    """
        .formatted(method);
  }
}
