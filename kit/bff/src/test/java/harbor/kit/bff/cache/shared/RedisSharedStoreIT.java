package harbor.kit.bff.cache.shared;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import harbor.kit.bff.redis.Redis;
import harbor.kit.bff.redis.TestRedis;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shared store over a real Redis, and over one that dies, hangs, is full or talks nonsense. */
class RedisSharedStoreIT extends SharedStoreContract {
  private static final byte[] BIG = new byte[100_000];

  private static TestRedis server;
  private static Redis redis;
  private static SharedStore store;

  @BeforeAll
  static void start() {
    server = TestRedis.start();
    redis = Redis.open(server.settings(), ofMillis(300));
    store = new RedisSharedStore(redis);
  }

  @AfterAll
  static void stop() {
    redis.close();
    server.close();
  }

  @BeforeEach
  void empty() {
    await().until(() -> isAnswered(store.get("probe")) && redis.isUp());
    server.ask(connection -> connection.sync().flushall());
  }

  @Override
  SharedStore store() {
    return store;
  }

  @Override
  <T> T answer(CompletableFuture<T> answer) {
    return answer.orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join();
  }

  @Override
  void untilTimeIsOver(CompletableFutureSource isOver) {
    await().until(() -> answer(isOver.ask()));
  }

  @Test
  void everything_failsAtOnce_whenItIsKilled_andWorksWhenItIsBack() {
    server.kill();
    await().until(() -> !redis.isUp());
    assertThatThrownBy(() -> answer(store.get("lamp"))).isNotNull();

    server.run();
    await().atMost(ofSeconds(5)).until(() -> isAnswered(store.get("lamp")));

    assertThat(answer(store.lease("lamp", "here", ofMinutes(1)))).isTrue();
  }

  @Test
  void everything_fails_whileItHangs_andWorksWhenItGoesOn() {
    server.pause();
    try {
      assertThatThrownBy(() -> answer(store.get("lamp"))).isNotNull();
      // after a few of them it is not even asked
      await().until(() -> !redis.isUp() || isAnswered(store.get("lamp")));
    } finally {
      server.resume();
    }

    await().atMost(ofSeconds(5)).until(() -> isAnswered(store.get("lamp")));
    assertThat(answer(store.get("lamp"))).isEmpty();
  }

  /** As a process that is busy with itself sees it; the counter-test is the one above. */
  @Test
  void commandsThatTookLongerThanTheirCallersWait_areNoVerdict() {
    Redis hurried = redis.within(ofMillis(1));
    server.pause();
    List<CompletableFuture<byte[]>> asked;
    try {
      asked = Stream.generate(() -> hurried.send(to -> to.get("lamp"))).limit(50).toList();
      assertThat(asked).noneMatch(this::isAnswered);
    } finally {
      server.resume();
    }

    assertThat(redis.isUp()).isTrue();
    assertThat(isAnswered(store.get("lamp"))).isTrue();
  }

  @Test
  void fullRedis_answersReads_andRefusesLeases() {
    server.ask(connection -> connection.sync().configSet("maxmemory", "1"));
    try {
      assertThat(answer(store.get("lamp"))).isEmpty();
      assertThatThrownBy(() -> answer(store.lease("lamp", "here", ofMinutes(1))))
          .hasMessageContaining("OOM");
      for (int i = 0; i < 30; i++) {
        assertThat(isAnswered(store.lease("lamp", "here", ofMinutes(1)))).isFalse();
      }
      assertThat(redis.isUp()).as("one that refuses is there").isTrue();
    } finally {
      server.ask(connection -> connection.sync().configSet("maxmemory", "0"));
    }
  }

  @Test
  void wrongTypeUnderAKey_isAFailure_notAnAnswer() {
    server.ask(connection -> connection.sync().lpush("lamp", "a", "b"));

    assertThatThrownBy(() -> answer(store.get("lamp"))).hasMessageContaining("WRONGTYPE");
  }

  @Test
  void redis_thatIsNotThereAtTheStart_isFoundLater() {
    try (TestRedis late = TestRedis.stopped();
        Redis early = Redis.open(late.settings(), ofMillis(300))) {
      SharedStore shared = new RedisSharedStore(early);
      assertThatThrownBy(() -> answer(shared.get("lamp"))).isNotNull();

      late.run();

      await().atMost(ofSeconds(5)).until(() -> isAnswered(shared.get("lamp")));
    }
  }

  @Test
  void bigValue_comesBackAsItWas() {
    answer(store.lease("lamp", "here", ofMinutes(1)));
    answer(store.put("lamp", "here", BIG, ofMinutes(1)));

    assertThat(answer(store.get("lamp")).orElseThrow()).isEqualTo(BIG);
    answer(store.invalidate(List.of("lamp")));
  }

  private boolean isAnswered(CompletableFuture<?> answer) {
    try {
      answer(answer);
      return true;
    } catch (java.util.concurrent.CompletionException _) {
      return false;
    }
  }
}
