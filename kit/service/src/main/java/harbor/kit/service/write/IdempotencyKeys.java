package harbor.kit.service.write;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import harbor.kit.runtime.Sha256;
import harbor.kit.service.call.Failure;
import harbor.kit.service.database.Database;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table of idempotency keys and what was answered to them. Thread-safe. */
public final class IdempotencyKeys {
  private static final Duration KEPT = Duration.ofHours(24);
  private static final int MAX_REMOVED_AT_ONCE = 500;

  private static final String TRY_LOCK = "SELECT pg_try_advisory_xact_lock(:lock)";

  private static final String FIND =
      """
      SELECT request_hash, refused, answer, work
      FROM idempotency_keys
      WHERE owner = :owner AND method = :method AND key = :key
        AND (work IS NOT NULL OR answered_at > CAST(:after AS timestamptz))
      """;

  /** One that is there is old: the lock is held, and it was not found. */
  private static final String PUT =
      """
      INSERT INTO idempotency_keys
        (owner, method, key, request_hash, refused, answer, work, answered_at)
      VALUES (:owner, :method, :key, :hash, :refused, :answer, :work, CAST(:now AS timestamptz))
      ON CONFLICT (owner, method, key) DO UPDATE
      SET request_hash = excluded.request_hash, refused = excluded.refused,
          answer = excluded.answer, work = excluded.work, answered_at = excluded.answered_at
      """;

  private static final String SETTLE =
      """
      UPDATE idempotency_keys
      SET refused = :refused, answer = :answer, work = NULL, answered_at = CAST(:now AS timestamptz)
      WHERE work = :work AND method = :method
      """;

  /** Whoever was erased while the work went on is answered nothing that stays. */
  private static final String FORGET_ERASED =
      """
      DELETE FROM idempotency_keys
      WHERE work = :work AND method = :method
        AND EXISTS (
          SELECT FROM erased_people WHERE subject_hash = sha256(convert_to(owner, 'UTF8')))
      """;

  private static final String REMOVE_OLD =
      """
      DELETE FROM idempotency_keys
      WHERE ctid = ANY (ARRAY(
        SELECT ctid
        FROM idempotency_keys
        WHERE work IS NULL AND answered_at <= CAST(:before AS timestamptz)
        LIMIT :max
        FOR UPDATE SKIP LOCKED))
      """;

  private final Database database;
  private final InstantSource clock;

  /** The keys of a service. */
  public IdempotencyKeys(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Whose key it is.
   *
   * @param owner the caller
   * @param method full name of the rpc
   * @param key as the client sent it
   */
  record OwnedKey(String owner, String method, String key) {
    /** What an advisory lock is taken on; two keys that share it only wait for each other. */
    long lock() {
      byte[] digest = Sha256.of(owner + '\0' + method + '\0' + key);
      return ByteBuffer.wrap(digest).getLong();
    }
  }

  /**
   * What was answered.
   *
   * @param hash of the request
   * @param refused whether the answer is a {@code google.rpc.Status} instead of the response
   * @param work what goes on and will settle it; null once there is an answer
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared; bytes of a message, kept as they are.
  record Stored(byte[] hash, boolean refused, byte[] answer, @Nullable String work) {
    static Stored response(byte[] hash, MessageLite response) {
      return new Stored(hash, false, response.toByteArray(), null);
    }

    static Stored refusal(byte[] hash, MessageLite status) {
      return new Stored(hash, true, status.toByteArray(), null);
    }

    static Stored underWay(byte[] hash, String work) {
      return new Stored(hash, false, new byte[0], work);
    }

    boolean isOf(byte[] otherHash) {
      return MessageDigest.isEqual(hash, otherHash);
    }

    InputStream stream() {
      return new ByteArrayInputStream(answer);
    }
  }

  /** Removes what is older than a day, a few rows a transaction. */
  public void removeOld() {
    database.deleteBefore(REMOVE_OLD, clock.instant().minus(KEPT), MAX_REMOVED_AT_ONCE);
  }

  /** Removes what was answered to an owner; keys that wait for a work stay until it is settled. */
  void forget(Handle handle, String owner) {
    handle
        .createUpdate("DELETE FROM idempotency_keys WHERE owner = :owner AND work IS NULL")
        .bind("owner", owner)
        .execute();
  }

  /** SHA-256 of a message, whose maps are in the order of their keys. */
  static byte[] hash(Message message) {
    byte[] bytes = new byte[message.getSerializedSize()];
    CodedOutputStream output = CodedOutputStream.newInstance(bytes);
    output.useDeterministicSerialization();
    try {
      message.writeTo(output);
    } catch (IOException e) {
      throw new UncheckedIOException("An array takes all bytes", e);
    }
    return Sha256.of(bytes);
  }

  /** Takes the key until the transaction ends; false when another one has it. */
  boolean tryLock(Handle handle, OwnedKey key) {
    return handle.createQuery(TRY_LOCK).bind("lock", key.lock()).mapTo(Boolean.class).one();
  }

  /**
   * What was answered within a day: a statement of its own, so that it sees what the lock's last
   * holder committed.
   */
  Optional<Stored> find(Handle handle, OwnedKey key) {
    Instant after = clock.instant().minus(KEPT);
    return handle
        .createQuery(FIND)
        .bind("owner", key.owner())
        .bind("method", key.method())
        .bind("key", key.key())
        .bind("after", after.toString())
        .map(
            (row, _) ->
                new Stored(
                    row.getBytes("request_hash"),
                    row.getBoolean("refused"),
                    row.getBytes("answer"),
                    row.getString("work")))
        .findOne();
  }

  /**
   * Takes the key until the transaction ends and gives what was answered to it.
   *
   * @throws Failure while another call has the key, and when it came with another request
   */
  Optional<Stored> findLocked(Handle handle, OwnedKey key, byte[] hash) {
    if (!tryLock(handle, key)) {
      throw Failure.aborted(
          "IDEMPOTENCY_KEY_IN_USE", "A call with this idempotency-key is under way.");
    }
    return findOf(handle, key, hash);
  }

  /**
   * What was answered to a key.
   *
   * @throws Failure when it came with another request
   */
  Optional<Stored> findOf(Handle handle, OwnedKey key, byte[] hash) {
    Optional<Stored> stored = find(handle, key);
    if (stored.isPresent() && !stored.get().isOf(hash)) {
      throw Failure.failedPrecondition(
          "IDEMPOTENCY_KEY_REUSED", "idempotency-key was sent with another request before.");
    }
    return stored;
  }

  /** Keeps an answer. */
  void put(Handle handle, OwnedKey key, Stored stored) {
    handle
        .createUpdate(PUT)
        .bind("owner", key.owner())
        .bind("method", key.method())
        .bind("key", key.key())
        .bind("hash", stored.hash())
        .bind("refused", stored.refused())
        .bind("answer", stored.answer())
        .bind("work", stored.work())
        .bind("now", clock.instant().toString())
        .execute();
  }

  /** Gives the answer to all keys of a method that wait for a work; the erased have none. */
  void settle(Handle handle, String work, String method, boolean refused, MessageLite answer) {
    handle.createUpdate(FORGET_ERASED).bind("work", work).bind("method", method).execute();
    handle
        .createUpdate(SETTLE)
        .bind("work", work)
        .bind("method", method)
        .bind("refused", refused)
        .bind("answer", answer.toByteArray())
        .bind("now", clock.instant().toString())
        .execute();
  }
}
