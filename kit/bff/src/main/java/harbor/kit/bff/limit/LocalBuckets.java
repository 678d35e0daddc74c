package harbor.kit.bff.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Buckets of this process alone: n processes allow n times the limit. A bucket that was not asked
 * for its window is full, and forgotten; so are the least used above a hundred thousand.
 */
final class LocalBuckets implements Buckets {
  private static final long MAX_CLIENTS = 100_000;
  private static final Duration SPARE = Duration.ofSeconds(1);

  private final Cache<Key, Bucket> buckets;
  private final TimeMeter time;

  private record Key(Limit limit, String client) {}

  LocalBuckets(LongSupplier nanos) {
    time = meter(nanos, false);
    buckets =
        Caffeine.newBuilder()
            .maximumSize(MAX_CLIENTS)
            .expireAfter(
                Expiry.<Key, Bucket>accessing((key, _) -> key.limit().window().plus(SPARE)))
            .ticker(nanos::getAsLong)
            .build();
  }

  @Override
  public CompletableFuture<ConsumptionProbe> take(Limit limit, String client) {
    return CompletableFuture.completedFuture(
        buckets
            .get(new Key(limit, client), key -> bucket(key.limit()))
            .tryConsumeAndReturnRemaining(1));
  }

  private Bucket bucket(Limit limit) {
    return Bucket.builder().withCustomTimePrecision(time).addLimit(limit.bandwidth()).build();
  }

  static TimeMeter meter(LongSupplier nanos, boolean isWallClock) {
    return new TimeMeter() {
      @Override
      public long currentTimeNanos() {
        return nanos.getAsLong();
      }

      @Override
      public boolean isWallClockBased() {
        return isWallClock;
      }
    };
  }
}
