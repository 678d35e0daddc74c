package harbor.kit.bff.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import harbor.kit.bff.redis.Redis;
import io.lettuce.core.Range;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * The sessions of all instances of a BFF, in Redis: {@code harbor:<bff>:session:<handle>} holds the
 * version, eight bytes, and the session's bytes; {@code harbor:<bff>:group:<group>} is a sorted set
 * of handles by their end, cleaned with each change, and {@code harbor:<bff>:sessions} one of all
 * of them. Every key has a lifetime.
 */
public final class RedisSessionStore implements SessionStore {
  private static final int VERSION_BYTES = Long.BYTES;

  private static final String PUT =
      """
      local known = redis.call('get', KEYS[1])
      if ARGV[1] == '' then
        if known then return 0 end
      elseif not known or string.sub(known, 1, 8) ~= ARGV[1] then
        return 0
      end
      redis.call('set', KEYS[1], ARGV[2], 'px', ARGV[3])
      for i = 2, #KEYS do
        redis.call('zremrangebyscore', KEYS[i], '-inf', ARGV[6])
        redis.call('zadd', KEYS[i], ARGV[5], ARGV[4])
        if redis.call('pttl', KEYS[i]) < tonumber(ARGV[3]) then
          redis.call('pexpire', KEYS[i], ARGV[3])
        end
      end
      return 1
      """;

  private static final String REMOVE =
      """
      for i = 2, #KEYS do redis.call('zrem', KEYS[i], ARGV[1]) end
      local known = redis.call('get', KEYS[1])
      redis.call('del', KEYS[1])
      return known
      """;

  private final Redis redis;
  private final String prefix;
  private final InstantSource clock;

  /**
   * In this Redis.
   *
   * @param bff whose sessions they are
   */
  public RedisSessionStore(Redis redis, String bff, InstantSource clock) {
    this.redis = redis;
    this.prefix = "harbor:" + bff + ":";
    this.clock = clock;
  }

  @Override
  public CompletableFuture<Optional<Stored>> find(String handle) {
    return redis
        .send(commands -> commands.get(key(handle)))
        .handle(
            (value, failure) -> {
              if (failure != null && !isOfAnotherType(failure)) {
                throw new CompletionException(failure);
              }
              return Optional.ofNullable(value).map(RedisSessionStore::stored);
            });
  }

  /** Something else than a session stands under its key: nobody's. */
  private static boolean isOfAnotherType(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RedisCommandExecutionException
        && String.valueOf(cause.getMessage()).startsWith("WRONGTYPE");
  }

  private static Stored stored(byte[] value) {
    if (value.length < VERSION_BYTES) {
      return new Stored(ByteString.EMPTY, -1);
    }
    ByteBuffer buffer = ByteBuffer.wrap(value);
    long version = buffer.getLong();
    return new Stored(ByteString.copyFrom(buffer), version);
  }

  @Override
  public CompletableFuture<Boolean> put(Entry entry, long expected) {
    Instant now = clock.instant();
    long ttl = Duration.between(now, entry.endsAt()).toMillis();
    if (ttl <= 0) {
      return CompletableFuture.completedFuture(false);
    }
    byte[] value =
        ByteBuffer.allocate(VERSION_BYTES + entry.bytes().size())
            .putLong(expected + 1)
            .put(entry.bytes().asReadOnlyByteBuffer())
            .array();
    return redis.send(
        commands ->
            commands.eval(
                PUT,
                ScriptOutputType.BOOLEAN,
                keys(entry.handle(), entry.groups()),
                expected == 0 ? new byte[0] : version(expected),
                value,
                number(ttl),
                entry.handle().getBytes(UTF_8),
                number(entry.endsAt().toEpochMilli()),
                number(now.toEpochMilli())));
  }

  @Override
  public CompletableFuture<Optional<Stored>> remove(String handle, List<String> groups) {
    return redis
        .<byte[]>send(
            commands ->
                commands.eval(
                    REMOVE, ScriptOutputType.VALUE, keys(handle, groups), handle.getBytes(UTF_8)))
        .thenApply(value -> Optional.ofNullable(value).map(RedisSessionStore::stored));
  }

  @Override
  public CompletableFuture<List<String>> group(String group) {
    return redis
        .send(commands -> commands.zrangebyscore(groupKey(group), living()))
        .thenApply(
            handles -> {
              List<String> texts = new ArrayList<>(handles.size());
              handles.forEach(handle -> texts.add(new String(handle, UTF_8)));
              return texts;
            });
  }

  @Override
  public CompletableFuture<Long> count() {
    return redis.send(commands -> commands.zcount(all(), living()));
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public CompletableFuture<?> announce(String what) {
    return redis.send(commands -> commands.publish(channel(), what.getBytes(UTF_8)));
  }

  @Override
  public void listen(Listener listener) {
    redis.subscribe(
        channel(), message -> listener.announced(new String(message, UTF_8)), listener::missed);
  }

  private String channel() {
    return prefix + "sessions:ended";
  }

  private String[] keys(String handle, List<String> groups) {
    return Stream.concat(Stream.of(key(handle), all()), groups.stream().map(this::groupKey))
        .toArray(String[]::new);
  }

  private String all() {
    return prefix + "sessions";
  }

  /** The scores of what has not ended. */
  private Range<Long> living() {
    return Range.from(Range.Boundary.excluding(clock.millis()), Range.Boundary.unbounded());
  }

  private String key(String handle) {
    return prefix + "session:" + handle;
  }

  private String groupKey(String group) {
    return prefix + "group:" + group;
  }

  private static byte[] version(long version) {
    return ByteBuffer.allocate(VERSION_BYTES).putLong(version).array();
  }

  private static byte[] number(long value) {
    return Long.toString(value).getBytes(ISO_8859_1);
  }
}
