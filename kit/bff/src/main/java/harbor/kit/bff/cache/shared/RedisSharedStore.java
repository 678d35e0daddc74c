package harbor.kit.bff.cache.shared;

import harbor.kit.bff.redis.Redis;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The shared store in Redis. A lease is a key of its own beside the value's, and ends by itself.
 */
public final class RedisSharedStore implements SharedStore {
  private static final String LEASE = "lease:";

  private static final String PUT =
      """
      if redis.call('get', KEYS[2]) ~= ARGV[1] then return 0 end
      redis.call('set', KEYS[1], ARGV[2], 'px', ARGV[3])
      redis.call('del', KEYS[2])
      return 1
      """;

  private static final String RELEASE =
      """
      if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end
      return 0
      """;

  private final Redis redis;

  /** In this Redis. */
  public RedisSharedStore(Redis redis) {
    this.redis = redis.within(Redis.VERDICT);
  }

  @Override
  public CompletableFuture<Optional<byte[]>> get(String key) {
    return redis.send(commands -> commands.get(key)).thenApply(Optional::ofNullable);
  }

  @Override
  public CompletableFuture<Boolean> lease(String key, String holder, Duration time) {
    return redis
        .send(commands -> commands.set(LEASE + key, bytes(holder), SetArgs.Builder.nx().px(time)))
        .thenApply("OK"::equals);
  }

  @Override
  public CompletableFuture<Boolean> put(String key, String holder, byte[] value, Duration time) {
    return redis.send(
        commands ->
            commands.eval(
                PUT,
                ScriptOutputType.BOOLEAN,
                new String[] {key, LEASE + key},
                bytes(holder),
                value,
                bytes(Long.toString(time.toMillis()))));
  }

  @Override
  public CompletableFuture<?> release(String key, String holder) {
    return redis.send(
        commands ->
            commands.eval(
                RELEASE, ScriptOutputType.INTEGER, new String[] {LEASE + key}, bytes(holder)));
  }

  @Override
  public CompletableFuture<?> invalidate(Collection<String> keys) {
    String[] all = keys.stream().flatMap(key -> Stream.of(key, LEASE + key)).toArray(String[]::new);
    return redis.send(commands -> commands.del(all));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
