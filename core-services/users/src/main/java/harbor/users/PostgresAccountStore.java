package harbor.users;

import harbor.kit.client.Caller;
import harbor.kit.runtime.OpaqueId;
import harbor.kit.service.database.Database;
import harbor.kit.service.person.ErasedPeople;
import harbor.kit.service.row.InvalidField;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/**
 * Who users are at identity providers, in PostgreSQL: sign-in, bearers, import. What is under way
 * for one identity waits for each other, then for the user: everybody locks in that order.
 * Thread-safe.
 */
final class PostgresAccountStore {
  // Two first sign-ins of one person wait for each other: both would make the account.
  private static final String LOCK_IDENTITY =
      "SELECT pg_advisory_xact_lock(hashtextextended(:digest, 0))";

  private static final String OF_IDENTITY =
      "SELECT user_id FROM identities WHERE issuer = :issuer AND subject = :subject";

  private static final String PUT_IDENTITY =
      """
      INSERT INTO identities (issuer, subject, user_id)
      VALUES (:issuer, :subject, :user)
      ON CONFLICT (issuer, subject) DO NOTHING
      """;

  private static final String IDENTITIES =
      "SELECT issuer, subject FROM identities WHERE user_id = :user ORDER BY issuer, subject";

  private static final String PUT_ASSESSMENT =
      """
      INSERT INTO assessments (user_id, fraud_score, internal_segment_tag)
      VALUES (:user, :score, :tag)
      ON CONFLICT (user_id) DO UPDATE SET
        fraud_score = excluded.fraud_score, internal_segment_tag = excluded.internal_segment_tag
      """;

  private static final String IMPORT = "import";

  private final Database database;
  private final PostgresUserStore users;
  private final PostgresTombstones tombstones;

  PostgresAccountStore(Database database, PostgresUserStore users, PostgresTombstones tombstones) {
    this.database = database;
    this.users = users;
    this.tombstones = tombstones;
  }

  /**
   * The user who has just signed in, made at the first time.
   *
   * @param claims makes of the stored user what the provider says
   */
  User signIn(Identity identity, UnaryOperator<User> claims) {
    Instant now = users.now();
    return database.write(
        handle -> {
          lock(handle, identity);
          // Who comes back by signing in is welcome, as somebody new.
          tombstones.remove(handle, tombstones.of(identity));
          User before =
              ofIdentity(handle, identity)
                  .flatMap(userId -> PostgresUserStore.lock(handle, userId))
                  .orElseGet(() -> create(handle, identity, now));
          User next = claims.apply(before).signedIn(now);
          return PostgresUserStore.save(handle, before, next, Users.NAME, now);
        });
  }

  /** The user of an identity; empty where there is none. */
  Optional<String> find(Identity identity) {
    return database.read(handle -> ofIdentity(handle, identity));
  }

  /** The user of an identity, made at the first time; empty for one who was erased. */
  Optional<String> resolve(Identity identity) {
    Optional<String> known = find(identity);
    return known.isPresent() ? known : database.write(handle -> made(handle, identity));
  }

  private Optional<String> made(Handle handle, Identity identity) {
    lock(handle, identity);
    return tombstones.exists(handle, tombstones.of(identity))
        ? Optional.empty()
        : ofIdentity(handle, identity)
            .or(() -> Optional.of(create(handle, identity, users.now()).id()));
  }

  /**
   * Before a user is erased: what is under way for them, or is imported again, shall bring nobody
   * back. Identities first, then the user, as everybody does.
   */
  void bury(Handle handle, String userId) {
    identities(handle, userId).forEach(identity -> lock(handle, identity));
    if (PostgresUserStore.lock(handle, userId).isPresent()) {
      identities(handle, userId)
          .forEach(identity -> tombstones.put(handle, tombstones.of(identity)));
    }
  }

  /** Who a user is at identity providers. */
  private static List<Identity> identities(Handle handle, String userId) {
    return handle
        .createQuery(IDENTITIES)
        .bind("user", userId)
        .map((row, _) -> new Identity(row.getString("issuer"), row.getString("subject")))
        .list();
  }

  /** Lets nobody else sign in, be resolved or be imported by this identity meanwhile. */
  private void lock(Handle handle, Identity identity) {
    handle
        .createQuery(LOCK_IDENTITY)
        .bind("digest", tombstones.of(identity))
        .mapTo(String.class)
        .one();
  }

  /**
   * Reads a row of an import as it would be stored.
   *
   * @throws InvalidField when it must not be
   */
  void check(Imported row) {
    User checked = row.profile().apply(User.unknown(row.userId(), Instant.EPOCH));
    database.read(
        handle -> {
          if (!mayBecome(handle, row.identity(), checked.id())) {
            throw new InvalidField(
                "identity", "Another user's, or of one who was erased (expected: nobody else's).");
          }
          return true;
        });
  }

  /**
   * Stores users by id.
   *
   * @param rows that were {@linkplain #check checked}
   * @return for each that was written whether it was new
   */
  List<Boolean> put(List<Imported> rows) {
    Instant now = users.now();
    return database.write(
        handle -> {
          List<Boolean> written = new ArrayList<>();
          for (Imported row : rows) {
            put(handle, row, now).ifPresent(written::add);
          }
          return written;
        });
  }

  private Optional<Boolean> put(Handle handle, Imported row, Instant now) {
    String userId = row.userId();
    lock(handle, row.identity());
    Optional<User> found = PostgresUserStore.lock(handle, userId);
    // Somebody may have been erased, or have signed in, since it was checked.
    if (!mayBecome(handle, row.identity(), userId)) {
      return Optional.empty();
    }
    User before =
        found.orElseGet(() -> PostgresUserStore.insert(handle, User.unknown(userId, now), now));
    User next = row.profile().apply(before);
    Assessment assessed = PostgresUserStore.assessment(handle, userId).orElse(Assessment.NONE);
    boolean isNewIdentity = ofIdentity(handle, row.identity()).isEmpty();
    if (found.isPresent()
        && next.equals(before)
        && row.assessment().equals(assessed)
        && !isNewIdentity) {
      return Optional.empty();
    }
    PostgresUserStore.save(handle, before, next, IMPORT, now);
    put(handle, row.identity(), userId);
    handle
        .createUpdate(PUT_ASSESSMENT)
        .bind("user", userId)
        .bind("score", row.assessment().fraudScore())
        .bind("tag", row.assessment().segmentTag())
        .execute();
    return Optional.of(found.isEmpty());
  }

  private boolean mayBecome(Handle handle, Identity identity, String userId) {
    return !tombstones.exists(handle, tombstones.of(identity))
        && !ErasedPeople.isErased(handle, Caller.user(userId))
        && ofIdentity(handle, identity).orElse(userId).equals(userId);
  }

  private User create(Handle handle, Identity identity, Instant now) {
    User user = PostgresUserStore.insert(handle, User.unknown(OpaqueId.random(), now), now);
    put(handle, identity, user.id());
    return user;
  }

  private static void put(Handle handle, Identity identity, String userId) {
    handle
        .createUpdate(PUT_IDENTITY)
        .bind("issuer", identity.issuer())
        .bind("subject", identity.subject())
        .bind("user", userId)
        .execute();
  }

  private static Optional<String> ofIdentity(Handle handle, Identity identity) {
    return handle
        .createQuery(OF_IDENTITY)
        .bind("issuer", identity.issuer())
        .bind("subject", identity.subject())
        .mapTo(String.class)
        .findOne();
  }
}
