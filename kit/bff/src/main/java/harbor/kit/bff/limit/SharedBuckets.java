package harbor.kit.bff.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import harbor.kit.bff.redis.Redis;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce.LettuceBasedProxyManagerBuilder;
import io.github.bucket4j.redis.lettuce.RedisApi;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.PipelinedRedisFuture;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Buckets in Redis (Bucket4j, compare and swap), which all instances of a BFF share. While Redis
 * does not answer, and until the version of the limits is known, a request counts in this process's
 * own bucket instead.
 *
 * <p>A bucket holds the limit that it was made by. Who has a newer version of the limits than the
 * bucket puts its own in, and the tokens that are left stay as they are; who has an older one, as
 * an instance that still runs with yesterday's settings, goes by what the bucket says. Requests of
 * one client that come while another is on its way to Redis go together.
 */
final class SharedBuckets implements Buckets {
  /** A decision takes two commands, and more where instances meet in one bucket. */
  private static final int COMMANDS = 3;

  /** Redis keeps a bucket for as long after it is full again. */
  private static final Duration KEEP = Duration.ofSeconds(10);

  private static final long MAX_CLIENTS = 100_000;
  private static final Duration FORGET = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(SharedBuckets.class);

  private final String prefix;
  private final LimitVersion version;
  private final Buckets local;
  private final AsyncProxyManager<String> manager;
  private final long timeoutMillis;
  private final Cache<Key, AsyncBucketProxy> proxies;
  private final AtomicBoolean isFailing = new AtomicBoolean();

  private record Key(Limit limit, String client, long version) {}

  /**
   * Buckets of one BFF.
   *
   * @param nanos the time since 1970, the same for all instances
   * @param local what counts meanwhile
   */
  SharedBuckets(String bff, Redis redis, LimitVersion version, Buckets local, LongSupplier nanos) {
    this.prefix = "limit:" + bff + ":";
    this.version = version;
    this.local = local;
    this.timeoutMillis = redis.timeout().multipliedBy(COMMANDS).toMillis();
    this.manager =
        new LettuceBasedProxyManagerBuilder<>(new Commands<String>(redis))
            .clientClock(LocalBuckets.meter(nanos, true))
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEEP))
            .build()
            .asAsync();
    this.proxies = Caffeine.newBuilder().maximumSize(MAX_CLIENTS).expireAfterAccess(FORGET).build();
  }

  @Override
  public CompletableFuture<ConsumptionProbe> take(Limit limit, String client) {
    long known = version.current();
    if (known == LimitVersion.UNKNOWN) {
      return local.take(limit, client);
    }
    return proxies
        .get(new Key(limit, client, known), this::proxy)
        .tryConsumeAndReturnRemaining(1)
        .orTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
        .whenComplete(
            (probe, _) -> {
              if (probe != null && isFailing.get()) {
                isFailing.set(false);
              }
            })
        .exceptionallyCompose(failure -> instead(failure, limit, client));
  }

  private AsyncBucketProxy proxy(Key key) {
    BucketConfiguration limit =
        BucketConfiguration.builder().addLimit(key.limit().bandwidth()).build();
    return manager
        .builder()
        .withOptimization(Optimizations.batching())
        .withImplicitConfigurationReplacement(key.version(), TokensInheritanceStrategy.AS_IS)
        .build(
            prefix + key.limit().name() + ":" + key.client(),
            () -> CompletableFuture.completedFuture(limit));
  }

  /** That Redis is not there has been said already; anything else is said once until it is over. */
  private CompletableFuture<ConsumptionProbe> instead(
      Throwable failure, Limit limit, String client) {
    Throwable cause = failure instanceof CompletionException e ? e.getCause() : failure;
    boolean isKnown =
        cause instanceof TimeoutException
            || cause instanceof RedisException
            || cause instanceof CallNotPermittedException
            || cause instanceof Redis.NotConnected;
    if (!isKnown && !isFailing.getAndSet(true)) {
      log.warn("A limit cannot be counted in Redis; going on in this process", cause);
    }
    return local.take(limit, client);
  }

  /**
   * Bucket4j's commands, sent as all others are: none of them is waited for. Keys are strings,
   * which Bucket4j hands over in arrays of objects.
   */
  private record Commands<K>(Redis redis) implements RedisApi<K> {
    @Override
    public <V> RedisFuture<V> eval(
        String script, ScriptOutputType type, K[] keys, byte[][] values) {
      String[] texts = Arrays.copyOf(keys, keys.length, String[].class);
      return new PipelinedRedisFuture<>(
          redis.<V>send(commands -> commands.eval(script, type, texts, values)));
    }

    @Override
    public RedisFuture<byte[]> get(K key) {
      return new PipelinedRedisFuture<>(redis.send(commands -> commands.get(key.toString())));
    }

    @Override
    public RedisFuture<?> delete(K key) {
      return new PipelinedRedisFuture<>(redis.send(commands -> commands.del(key.toString())));
    }
  }
}
