package harbor.kit.bff.cache.shared;

import com.google.rpc.Status;
import harbor.kit.client.CachePolicy;
import io.grpc.protobuf.StatusProto;
import java.util.concurrent.CompletableFuture;

/**
 * What is cached under a key. Times are milliseconds since 1970.
 *
 * @param loadNanos what the load took
 * @param loadedAt when the load began: it is not known to be right for any time after
 * @param expiresAt fresh until then
 * @param failedAt when a load anew failed that began since; 0 for none
 */
public record Entry<V>(
    Content<V> what, long loadNanos, long loadedAt, long expiresAt, long failedAt) {
  /** Further in the future than clocks of two machines differ, so that a clock set back shows. */
  private static final long MAX_SKEW = 5_000;

  /** An answer of a core service. */
  public sealed interface Content<V> {}

  /** What it answered. */
  public record Value<V>(V message) implements Content<V> {}

  /** That there is none, in its own words. */
  public record Absent<V>(Status status) implements Content<V> {}

  public Entry(Content<V> what, long loadNanos, long loadedAt, long expiresAt) {
    this(what, loadNanos, loadedAt, expiresAt, 0);
  }

  /** Whether it was loaded by now: false after a clock was set back. */
  public boolean isOfThePast(long now) {
    return loadedAt <= now + MAX_SKEW;
  }

  /** Whether it may stand in when the core service cannot be asked. */
  public boolean mayStandIn(long now, CachePolicy policy) {
    return isOfThePast(now) && now < expiresAt + policy.staleIfError().toMillis();
  }

  /** Whether a load anew failed so many milliseconds ago at most. */
  public boolean hasFailedWithin(long millis, long now) {
    return failedAt != 0 && failedAt <= now + MAX_SKEW && now < failedAt + millis;
  }

  /** The same, of which one knows that it could not be loaded anew. */
  public Entry<V> failed(long now) {
    return new Entry<>(what, loadNanos, loadedAt, expiresAt, now);
  }

  /** What whoever asks is told. */
  public CompletableFuture<V> answer() {
    return switch (what) {
      case Value<V>(V message) -> CompletableFuture.completedFuture(message);
      case Absent<V>(Status status) ->
          CompletableFuture.failedFuture(StatusProto.toStatusRuntimeException(status));
    };
  }
}
