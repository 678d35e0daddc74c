package harbor.users;

import harbor.kit.service.database.Database;
import harbor.kit.service.row.Audit;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Profiles in PostgreSQL. A change locks its user first: changes of one user wait for each other,
 * and with an erasure none comes after it. Thread-safe.
 */
final class PostgresUserStore {
  private static final String ROW =
      "SELECT user_id, "
          + PostgresUserRows.COLUMNS
          + ", created_at, created_by, updated_at, updated_by, version FROM users ";

  private static final String FIND = ROW + "WHERE user_id = :user";

  private static final String LOCK = FIND + " FOR UPDATE";

  private static final String INSERT =
      "INSERT INTO users (user_id, "
          + PostgresUserRows.COLUMNS
          + ", created_at, created_by, updated_at, updated_by, version) VALUES (:user_id, "
          + PostgresUserRows.PARAMETERS
          + ", CAST(:now AS timestamptz), :by, CAST(:now AS timestamptz), :by, 1)";

  private static final String UPDATE =
      "UPDATE users SET ("
          + PostgresUserRows.COLUMNS
          + ", updated_at, updated_by, version) = ("
          + PostgresUserRows.PARAMETERS
          + ", CAST(:now AS timestamptz), :by, :version) WHERE user_id = :user_id";

  private static final String ASSESSMENT =
      """
      SELECT coalesce(a.fraud_score, 0) AS fraud_score,
             coalesce(a.internal_segment_tag, '') AS internal_segment_tag
      FROM users u
      LEFT JOIN assessments a ON a.user_id = u.user_id
      WHERE u.user_id = :user
      """;

  private final Database database;
  private final InstantSource clock;

  PostgresUserStore(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** One user. */
  Optional<User> find(String userId) {
    return database.read(handle -> user(handle.createQuery(FIND), userId));
  }

  /**
   * The same within a transaction, whom nobody else changes or erases before the transaction ends.
   */
  static Optional<User> lock(Handle handle, String userId) {
    return user(handle.createQuery(LOCK), userId);
  }

  /** What the shop thinks of one user. */
  Optional<Assessment> assessment(String userId) {
    return database.read(handle -> assessment(handle, userId));
  }

  /** The same, within a transaction. */
  static Optional<Assessment> assessment(Handle handle, String userId) {
    return handle
        .createQuery(ASSESSMENT)
        .bind("user", userId)
        .map(
            (row, _) ->
                new Assessment(row.getInt("fraud_score"), row.getString("internal_segment_tag")))
        .findOne();
  }

  /**
   * Changes a profile.
   *
   * @param version that the caller saw
   * @param by who changes it
   * @param rule what shall become of it
   */
  ProfileChange change(
      Handle handle, String userId, long version, String by, UnaryOperator<User> rule) {
    Optional<User> before = lock(handle, userId);
    if (before.isEmpty()) {
      return new ProfileChange.UnknownUser();
    }
    if (before.get().audit().version() != version) {
      return new ProfileChange.VersionMismatch(before.get());
    }
    return new ProfileChange.Done(save(handle, before.get(), rule.apply(before.get()), by, now()));
  }

  /** Stores a new user. */
  static User insert(Handle handle, User user, Instant now) {
    PostgresUserRows.bind(handle.createUpdate(INSERT), user)
        .bind("now", now.toString())
        .bind("by", Users.NAME)
        .execute();
    return user;
  }

  /**
   * Stores what became of a user who is locked. Sign-ins alone are no change of the profile. A
   * change is never earlier than the one before it, whatever the clocks of two instances say.
   */
  static User save(Handle handle, User before, User next, String by, Instant now) {
    if (next.equals(before)) {
      return before;
    }
    Audit was = before.audit();
    boolean isChanged = !next.in(before).withEdited(next.edited()).equals(before);
    Audit audit =
        isChanged
            ? new Audit(
                was.createdAt(),
                was.createdBy(),
                now.isBefore(was.updatedAt()) ? was.updatedAt() : now,
                by,
                was.version() + 1)
            : was;
    PostgresUserRows.bind(handle.createUpdate(UPDATE), next)
        .bind("now", audit.updatedAt().toString())
        .bind("by", audit.updatedBy())
        .bind("version", audit.version())
        .execute();
    return next.with(audit);
  }

  private static Optional<User> user(Query query, String userId) {
    return query.bind("user", userId).map((row, _) -> PostgresUserRows.user(row)).findOne();
  }

  /** What time it is, as exact as PostgreSQL keeps it. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
