package harbor.kit.bff.cache;

import com.google.rpc.Status;

/**
 * What is remembered under a key.
 *
 * @param loadNanos what the load took
 * @param expiresAt milliseconds since 1970: fresh until then
 */
record Entry<V>(Remembered<V> what, long loadNanos, long expiresAt) {
  /** An answer of a core service. */
  sealed interface Remembered<V> {}

  /** What it answered. */
  record Value<V>(V message) implements Remembered<V> {}

  /** That there is none, in its own words. */
  record Absent<V>(Status status) implements Remembered<V> {}

  /** Whether it may be used without asking. */
  boolean isFresh(long now) {
    return now < expiresAt;
  }

  /** Whether it may stand in when the core service cannot be asked. */
  boolean isUsable(long now, CachePolicy policy) {
    return now < expiresAt + policy.staleFor().toMillis();
  }
}
