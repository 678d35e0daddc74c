package harbor.kit.service.write;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import harbor.kit.runtime.Sha256;
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

/** The table of idempotency keys and what was answered to them. Thread-safe. */
public final class IdempotencyKeys {
  private static final Duration KEPT = Duration.ofHours(24);
  private static final int MAX_REMOVED_AT_ONCE = 500;

  private static final String TRY_LOCK = "SELECT pg_try_advisory_xact_lock(:lock)";

  private static final String FIND =
      """
      SELECT request_hash, refused, answer
      FROM idempotency_keys
      WHERE owner = :owner AND method = :method AND key = :key
        AND answered_at > CAST(:after AS timestamptz)
      """;

  /** One that is there is old: the lock is held, and it was not found. */
  private static final String PUT =
      """
      INSERT INTO idempotency_keys (owner, method, key, request_hash, refused, answer, answered_at)
      VALUES (:owner, :method, :key, :hash, :refused, :answer, CAST(:now AS timestamptz))
      ON CONFLICT (owner, method, key) DO UPDATE
      SET request_hash = excluded.request_hash, refused = excluded.refused,
          answer = excluded.answer, answered_at = excluded.answered_at
      """;

  private static final String REMOVE_OLD =
      """
      DELETE FROM idempotency_keys
      WHERE ctid = ANY (ARRAY(
        SELECT ctid
        FROM idempotency_keys
        WHERE answered_at <= CAST(:before AS timestamptz)
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
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared; bytes of a message, kept as they are.
  record Stored(byte[] hash, boolean refused, byte[] answer) {
    static Stored response(byte[] hash, MessageLite response) {
      return new Stored(hash, false, response.toByteArray());
    }

    static Stored refusal(byte[] hash, MessageLite status) {
      return new Stored(hash, true, status.toByteArray());
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

  /** Removes what was answered to an owner. */
  void forget(Handle handle, String owner) {
    handle
        .createUpdate("DELETE FROM idempotency_keys WHERE owner = :owner")
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
                    row.getBytes("answer")))
        .findOne();
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
        .bind("now", clock.instant().toString())
        .execute();
  }
}
