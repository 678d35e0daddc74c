package harbor.allinone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;

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
      byte[] random = new byte[PASSWORD_BYTES];
      new SecureRandom().nextBytes(random);
      write(file, HexFormat.of().formatHex(random));
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

  /** Whole or not at all, and only for its owner. */
  private static void write(Path file, String text) throws IOException {
    Path next =
        Files.createTempFile(
            file.getParent(),
            ".new",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(next, text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
