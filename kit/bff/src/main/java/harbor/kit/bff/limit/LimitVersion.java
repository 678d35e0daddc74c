package harbor.kit.bff.limit;

import static java.nio.charset.StandardCharsets.UTF_8;

import harbor.kit.bff.redis.Redis;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Which of the limits that instances of a BFF were started with are the newest: a number that Redis
 * gives to each set of limits when the first instance with it starts.
 *
 * <p>Instances with the same limits have the same number, restarted ones too. While an instance
 * with newer limits runs, its number is the highest; {@link #LEASE} after the last of them has
 * ended, those that are left, as after a rollback, get a new one. Thread-safe.
 */
final class LimitVersion {
  /** Redis has not said it yet. */
  static final long UNKNOWN = 0;

  /** For so long a set of limits counts as in use after an instance has said so. */
  static final Duration LEASE = Duration.ofSeconds(30);

  private static final Duration RENEW = Duration.ofSeconds(10);
  private static final Duration ASK_AGAIN = Duration.ofMillis(100);

  /**
   * KEYS[1] is a hash: for each set of limits its version and the end of its lease, and in {@code
   * last} the highest version that was ever given. Versions are times, so that they also grow after
   * Redis has lost them.
   */
  private static final String SCRIPT =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      local last = tonumber(redis.call('HGET', KEYS[1], 'last') or '0')
      local mine, newest = 0, 0
      local all = redis.call('HGETALL', KEYS[1])
      for i = 1, #all, 2 do
        if all[i] ~= 'last' then
          local version, ends = string.match(all[i + 1], '^(%d+) (%d+)$')
          version = tonumber(version)
          if tonumber(ends) < now then
            redis.call('HDEL', KEYS[1], all[i])
          else
            newest = math.max(newest, version)
            if all[i] == ARGV[1] then mine = version end
          end
        end
      end
      if mine == 0 or (mine == newest and mine < last) then
        mine = math.max(last + 1, now)
        redis.call('HSET', KEYS[1], 'last', string.format('%.0f', mine))
      end
      redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f %.0f', mine, now + ARGV[2]))
      redis.call('PEXPIRE', KEYS[1], 86400000)
      return string.format('%.0f', mine)
      """;

  private final Redis redis;
  private final String[] key;
  private final byte[] limits;
  private final Duration lease;
  private final CompletableFuture<Void> known = new CompletableFuture<>();
  private volatile long current;

  LimitVersion(String bff, Collection<Limit> limits, Redis redis, Duration lease) {
    this.redis = redis;
    this.key = new String[] {"limit-versions:" + bff};
    this.limits =
        limits.stream()
            .map(Limit::toString)
            .sorted()
            .collect(Collectors.joining(","))
            .getBytes(UTF_8);
    this.lease = lease;
  }

  /** The version of the limits of this process. */
  long current() {
    return current;
  }

  /** Keeps it, until the timer ends. */
  void keep(ScheduledExecutorService timer) {
    var _ =
        renew()
            .whenComplete(
                (_, _) -> {
                  Duration next = current == UNKNOWN ? ASK_AGAIN : RENEW;
                  if (!timer.isShutdown()) {
                    var _ =
                        timer.schedule(() -> keep(timer), next.toMillis(), TimeUnit.MILLISECONDS);
                  }
                });
  }

  /** Completes when it is known for the first time. */
  CompletableFuture<Void> known() {
    return known;
  }

  /** Asks Redis once. */
  CompletableFuture<Void> renew() {
    return redis
        .<byte[]>send(
            commands ->
                commands.eval(
                    SCRIPT,
                    ScriptOutputType.VALUE,
                    key,
                    limits,
                    Long.toString(lease.toMillis()).getBytes(UTF_8)))
        .thenAccept(
            answer -> {
              current = Long.parseLong(new String(answer, UTF_8));
              known.complete(null);
            });
  }
}
