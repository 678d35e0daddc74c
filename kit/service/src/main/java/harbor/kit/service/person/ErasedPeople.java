package harbor.kit.service.person;

import harbor.kit.client.Caller;
import harbor.kit.runtime.Sha256;
import harbor.kit.service.call.Failure;
import java.nio.ByteBuffer;
import org.jdbi.v3.core.Handle;

/**
 * Who was erased. A write on somebody's behalf asks first, and holds a lock that their erasure
 * waits for: it is either done before the erasure, which erases what it wrote too, or refused.
 */
public final class ErasedPeople {
  private static final String IS_ERASED = "SELECT is_erased(:hash, :lock)";
  private static final String LOCK = "SELECT pg_advisory_xact_lock(:lock)";
  private static final String PUT =
      """
      INSERT INTO erased_people (subject_hash, erased_at) VALUES (:hash, clock_timestamp())
      ON CONFLICT (subject_hash) DO NOTHING
      """;

  private ErasedPeople() {}

  /**
   * Refuses a write on behalf of a user who was erased, and lets an erasure that comes now wait for
   * the transaction. Also for imports of rows about users.
   */
  public static void refuse(Handle handle, Caller caller) {
    if (caller.isUser() && isErased(handle, caller)) {
      throw Failure.unauthenticated("NO_CALLER", "The user is known no more.");
    }
  }

  /** Whether a user was erased; an erasure that comes now waits for the transaction. */
  public static boolean isErased(Handle handle, Caller user) {
    byte[] hash = Sha256.of(user.subject());
    return handle
        .createQuery(IS_ERASED)
        .bind("hash", hash)
        .bind("lock", lock(hash))
        .mapTo(Boolean.class)
        .one();
  }

  /** Waits for their writes under way, and refuses those that come later. */
  static void put(Handle handle, Caller user) {
    byte[] hash = Sha256.of(user.subject());
    handle.createQuery(LOCK).bind("lock", lock(hash)).mapTo(String.class).one();
    handle.createUpdate(PUT).bind("hash", hash).execute();
  }

  private static long lock(byte[] hash) {
    return ByteBuffer.wrap(hash).getLong();
  }
}
