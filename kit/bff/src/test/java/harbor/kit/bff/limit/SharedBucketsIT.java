package harbor.kit.bff.limit;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.redis.Redis;
import harbor.kit.bff.redis.TestRedis;
import harbor.kit.testing.LogCapture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits that several instances count together, on a real Redis. */
final class SharedBucketsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Limit HUNDRED = Limit.perMinute(Limit.DEFAULT, 100);
  private static final Limit TEN = Limit.perMinute(Limit.DEFAULT, 10);

  private static TestRedis server;

  private final AtomicLong now = new AtomicLong(Duration.ofDays(20_000).toNanos());

  /** One process of a BFF. */
  private final class Instance implements AutoCloseable {
    private final Redis redis = Redis.open(server.settings(), PATIENCE);
    private final LimitVersion version;
    private final Buckets buckets;
    private final Limit limit;

    Instance(Limit limit) {
      this(limit, LimitVersion.LEASE);
    }

    Instance(Limit limit, Duration lease) {
      this.limit = limit;
      version = new LimitVersion("test-bff", List.of(limit), redis, lease);
      buckets = new SharedBuckets("test-bff", redis, version, new LocalBuckets(now::get), now::get);
      await(redis::isUp);
      renew();
    }

    void renew() {
      version.renew().join();
    }

    int allowed(String client, int requests) {
      List<CompletableFuture<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < requests; i++) {
        all.add(buckets.take(limit, client).thenApply(probe -> probe.isConsumed()));
      }
      return (int) all.stream().filter(CompletableFuture::join).count();
    }

    @Override
    public void close() {
      redis.close();
    }
  }

  @BeforeAll
  static void start() {
    server = TestRedis.start();
  }

  @BeforeEach
  void empty() {
    server.ask(connection -> connection.sync().flushall());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void twoInstances_allowTogetherWhatOneMay() {
    try (Instance one = new Instance(HUNDRED);
        Instance other = new Instance(HUNDRED)) {
      List<CompletableFuture<Integer>> allowed = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Instance instance = i % 2 == 0 ? one : other;
        allowed.add(CompletableFuture.supplyAsync(() -> instance.allowed("a", 25)));
      }

      // 500 asked at once; at most 1 % more than 100 would be 101
      assertThat(allowed.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(100);
      now.addAndGet(Duration.ofMinutes(1).toNanos());
      assertThat(one.allowed("a", 80) + other.allowed("a", 80)).isEqualTo(100);
    }
  }

  /** The counter-test: each for itself, they allow twice as much. */
  @Test
  void twoInstances_allowTwice_whenEachCountsForItself() {
    Buckets one = new LocalBuckets(now::get);
    Buckets other = new LocalBuckets(now::get);
    int allowed = 0;
    for (int i = 0; i < 500; i++) {
      Buckets buckets = i % 2 == 0 ? one : other;
      allowed += buckets.take(HUNDRED, "a").join().isConsumed() ? 1 : 0;
    }

    assertThat(allowed).isEqualTo(200);
  }

  @Test
  void changedLimit_holdsForBucketsThatExist_andCarriesTokensOver() {
    try (Instance before = new Instance(HUNDRED)) {
      assertThat(before.allowed("a", 60)).isEqualTo(60);
      assertThat(before.allowed("b", 95)).isEqualTo(95);
    }
    try (Instance after = new Instance(TEN)) {
      assertThat(after.allowed("a", 50)).isEqualTo(10);
      assertThat(after.allowed("b", 50)).isEqualTo(5);
    }
  }

  /** The counter-test: by a version that does not grow, the old limit holds for ever. */
  @Test
  void changedLimit_doesNotHold_whenItsVersionIsNotNewer() {
    try (Instance before = new Instance(HUNDRED)) {
      before.allowed("a", 60);
      server.ask(connection -> connection.sync().del("limit-versions:test-bff"));
      server.ask(
          connection ->
              connection
                  .sync()
                  .hset("limit-versions:test-bff", TEN.toString(), "1 99999999999999"));
      try (Instance after = new Instance(TEN)) {
        assertThat(after.allowed("a", 50)).isEqualTo(40);
      }
    }
  }

  @Test
  void restart_refillsNothing() {
    try (Instance before = new Instance(HUNDRED)) {
      before.allowed("a", 60);
    }
    try (Instance after = new Instance(HUNDRED)) {
      assertThat(after.allowed("a", 100)).isEqualTo(40);
    }
  }

  @Test
  void restart_refillsNothing_whenTheVersionWasForgotten() {
    try (Instance before = new Instance(HUNDRED)) {
      before.allowed("a", 60);
    }
    server.ask(connection -> connection.sync().del("limit-versions:test-bff"));
    try (Instance after = new Instance(HUNDRED)) {
      assertThat(after.allowed("a", 100)).isEqualTo(40);
    }
  }

  @Test
  void oldAndNewInstance_doNotFight() {
    try (Instance old = new Instance(HUNDRED)) {
      old.allowed("a", 60);
      try (Instance after = new Instance(TEN)) {
        int allowed = 0;
        for (int i = 0; i < 20; i++) {
          allowed += after.allowed("a", 1) + old.allowed("a", 1);
          old.renew();
          after.renew();
        }

        assertThat(allowed).isEqualTo(10);
        // One of before that is started again beside the newer one changes nothing either.
        try (Instance again = new Instance(HUNDRED)) {
          assertThat(again.version.current()).isEqualTo(old.version.current());
          assertThat(again.allowed("a", 5)).isZero();
          now.addAndGet(Duration.ofMinutes(1).toNanos());
          assertThat(again.allowed("a", 50)).isEqualTo(10);
        }
      }
    }
  }

  @Test
  void limitOfBefore_holdsAgain_whenTheLastInstanceWithTheNewerOneHasEnded() {
    try (Instance old = new Instance(HUNDRED)) {
      Instance newer = new Instance(TEN, Duration.ofMillis(1));
      newer.allowed("a", 10);
      newer.close();
      long before = old.version.current();

      await(
          () -> {
            old.renew();
            return old.version.current() > before;
          });
      now.addAndGet(Duration.ofMinutes(1).toNanos());
      old.allowed("a", 1);
      now.addAndGet(Duration.ofMinutes(1).toNanos());
      assertThat(old.allowed("a", 150)).isEqualTo(100);
    }
  }

  @Test
  void everyKey_hasALifetime() {
    try (Instance instance = new Instance(HUNDRED)) {
      instance.allowed("a", 60);
      instance.allowed("b", 120);

      List<String> keys = server.ask(connection -> connection.sync().keys("*"));
      assertThat(keys).hasSize(3);
      for (String key : keys) {
        long left = server.ask(connection -> connection.sync().pttl(key));
        assertThat(left).as(key).isBetween(1L, Duration.ofDays(1).toMillis());
      }
    }
  }

  @Test
  void limits_goOnInTheProcess_withOneWarning_whenRedisIsGone() {
    TestRedis redis = TestRedis.start();
    try (Redis connection = Redis.open(redis.settings());
        LogCapture log = LogCapture.of(Redis.class)) {
      await(connection::isUp);
      LimitVersion version =
          new LimitVersion("test-bff", List.of(TEN), connection, LimitVersion.LEASE);
      Buckets buckets =
          new SharedBuckets("test-bff", connection, version, new LocalBuckets(now::get), now::get);
      await(() -> version.renew().handle((_, failure) -> failure == null).join());

      redis.kill();
      int allowed = 0;
      for (int i = 0; i < 200; i++) {
        allowed += buckets.take(TEN, "a").join().isConsumed() ? 1 : 0;
      }

      assertThat(allowed).isEqualTo(10);
      assertThat(log.lines().stream().filter(line -> line.getLevel().toString().equals("WARN")))
          .hasSize(1);
    } finally {
      redis.close();
    }
  }

  private static void await(BooleanSupplier condition) {
    Awaitility.await().atMost(PATIENCE).until(condition::getAsBoolean);
  }
}
