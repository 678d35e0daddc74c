package harbor.kit.bff.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import harbor.kit.bff.redis.Redis;
import harbor.kit.bff.session.Hashes;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/**
 * Remembers what is good for one time, by its hash and until it would be refused anyway: only what
 * somebody brought back is ever here. Thread-safe.
 */
public interface UsedOnce {
  /**
   * Uses it.
   *
   * @return whether this was the first time; fails when that cannot be known
   */
  CompletableFuture<Boolean> use(String what, Instant until);

  /** Whether it was used already. */
  CompletableFuture<Boolean> isUsed(String what);

  /** It was not used after all. */
  CompletableFuture<Void> giveBack(String what);

  /** Whether it can be known now. */
  boolean isUp();

  /** In this process. */
  static UsedOnce inMemory(InstantSource clock) {
    Cache<String, Instant> used = Caffeine.newBuilder().maximumSize(100_000).build();
    return new UsedOnce() {
      @Override
      public CompletableFuture<Boolean> use(String what, Instant until) {
        Instant now = clock.instant();
        boolean[] first = {false};
        used.asMap()
            .compute(
                Hashes.of(what),
                (_, before) -> {
                  first[0] = before == null || !now.isBefore(before);
                  return first[0] ? until : before;
                });
        return CompletableFuture.completedFuture(first[0]);
      }

      @Override
      public CompletableFuture<Boolean> isUsed(String what) {
        Instant until = used.getIfPresent(Hashes.of(what));
        return CompletableFuture.completedFuture(until != null && clock.instant().isBefore(until));
      }

      @Override
      public CompletableFuture<Void> giveBack(String what) {
        used.invalidate(Hashes.of(what));
        return CompletableFuture.completedFuture(null);
      }

      @Override
      public boolean isUp() {
        return true;
      }
    };
  }

  /** In Redis, for all instances of a BFF. */
  static UsedOnce in(Redis redis, String prefix, InstantSource clock) {
    byte[] mark = {1};
    return new UsedOnce() {
      @Override
      public CompletableFuture<Boolean> use(String what, Instant until) {
        long millis = Math.max(1, Duration.between(clock.instant(), until).toMillis());
        return redis
            .send(to -> to.set(prefix + Hashes.of(what), mark, SetArgs.Builder.nx().px(millis)))
            .thenApply("OK"::equals);
      }

      @Override
      public CompletableFuture<Boolean> isUsed(String what) {
        return redis.send(to -> to.exists(prefix + Hashes.of(what))).thenApply(count -> count > 0);
      }

      @Override
      public CompletableFuture<Void> giveBack(String what) {
        return redis.send(to -> to.del(prefix + Hashes.of(what))).thenApply(_ -> null);
      }

      @Override
      public boolean isUp() {
        return redis.isUp();
      }
    };
  }
}
