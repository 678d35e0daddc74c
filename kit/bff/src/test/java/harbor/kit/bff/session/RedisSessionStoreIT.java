package harbor.kit.bff.session;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import harbor.kit.bff.redis.Redis;
import harbor.kit.bff.redis.TestRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract in a real Redis, and sessions of two instances over one. */
class RedisSessionStoreIT extends SessionStoreContract {
  private static TestRedis server;
  private static Redis redis;
  private static Redis other;

  @BeforeAll
  static void start() {
    server = TestRedis.start();
    redis = Redis.open(server.settings(), ofSeconds(2));
    other = Redis.open(server.settings(), ofMillis(150));
  }

  @AfterAll
  static void stop() {
    redis.close();
    other.close();
    server.close();
  }

  @BeforeEach
  void empty() {
    await().until(() -> isAnswered(redis) && isAnswered(other));
    server.ask(connection -> connection.sync().flushall());
  }

  @Override
  SessionStore store() {
    return new RedisSessionStore(redis, "web-bff", NOW::get);
  }

  private static boolean isAnswered(Redis one) {
    try {
      answer(one.send(commands -> commands.get("probe")));
      return one.isUp();
    } catch (CompletionException _) {
      return false;
    }
  }

  private static TestSessions sessions() {
    return new TestSessions(
        clock -> new RedisSessionStore(redis, "web-bff", clock),
        new SessionSettings(TestSessions.IDLE, TestSessions.MAX, List.of(TestSessions.key(1))));
  }

  @Test
  void everyKey_hasALifetime_andNamesNobody() {
    try (TestSessions test = sessions()) {
      test.signIn(test.instance(), "a-1001");
    }

    List<String> keys = server.ask(connection -> connection.sync().keys("*"));

    assertThat(keys)
        .hasSize(4)
        .allMatch(key -> key.startsWith("harbor:web-bff:"))
        .noneMatch(key -> key.contains("a-1001"))
        .allMatch(key -> server.ask(connection -> connection.sync().pttl(key)) > 0);
  }

  @Test
  void handlesThatEnded_areCleanedFromTheirGroup_withTheNextChange() {
    SessionStore store = store();
    answer(
        store.put(
            new SessionStore.Entry(
                "old", ByteString.EMPTY, List.of("person:p"), NOW.get().plusMillis(10)),
            0));
    NOW.updateAndGet(now -> now.plus(ofMinutes(1)));

    answer(
        store.put(
            new SessionStore.Entry(
                "new", ByteString.EMPTY, List.of("person:p"), NOW.get().plus(ofMinutes(1))),
            0));

    assertThat(
            server.<Long>ask(
                connection -> connection.sync().zcard("harbor:web-bff:group:person:p")))
        .isEqualTo(1);
  }

  @Test
  void somethingElseUnderTheKey_isNobody() {
    try (TestSessions test = sessions()) {
      Sessions instance = test.instance();
      String cookie = test.signIn(instance, "a-1001");
      String key = "harbor:web-bff:session:" + test.find(instance, cookie).orElseThrow().handle();
      server.ask(connection -> connection.sync().del(key));
      server.ask(connection -> connection.sync().lpush(key, "a", "b"));

      assertThat(test.find(instance, cookie)).isEmpty();

      server.ask(connection -> connection.sync().del(key));
      server.ask(connection -> connection.sync().set(key, "abc"));
      assertThat(test.find(instance, cookie)).isEmpty();
    }
  }

  @Test
  void hundredRequestsAtTwoInstances_areOneRefresh_andNobodyIsSignedOut() throws Exception {
    try (TestSessions test = sessions();
        ExecutorService threads = Executors.newFixedThreadPool(16)) {
      List<Sessions> instances = List.of(test.instance(), test.instance());
      String cookie = test.signIn(instances.getFirst(), "a-1001");
      test.passes(TestSessions.ACCESS);

      List<CompletableFuture<Optional<Session>>> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        Sessions instance = instances.get(i % 2);
        all.add(CompletableFuture.supplyAsync(() -> test.find(instance, cookie), threads));
      }

      for (CompletableFuture<Optional<Session>> one : all) {
        assertThat(answer(one).orElseThrow().tokens().access()).isEqualTo("AT.2");
      }
      assertThat(test.provider.sent).containsExactly("RT.1");
    }
  }

  @Test
  void outageOfRedis_isKnownAsSuch_andTheSameCookieIsGoodAfterwards() {
    try (TestSessions test =
        new TestSessions(
            clock -> new RedisSessionStore(other, "web-bff", clock),
            new SessionSettings(
                TestSessions.IDLE, TestSessions.MAX, List.of(TestSessions.key(1))))) {
      Sessions instance = test.instance();
      String cookie = test.signIn(instance, "a-1001");

      server.pause();
      try {
        for (int i = 0; i < 10; i++) {
          assertThatThrownBy(() -> test.find(instance, cookie))
              .hasCauseInstanceOf(CallerRefusal.class)
              .hasMessageContaining("SIGN_IN_UNAVAILABLE");
        }
      } finally {
        server.resume();
      }

      await()
          .until(
              () -> {
                try {
                  return test.find(instance, cookie).isPresent();
                } catch (CompletionException _) {
                  return false;
                }
              });
    }
  }

  @Test
  void whatIsWatchedAtOneInstance_ends_whenTheSessionEndsAtAnother() {
    try (TestSessions test = sessions();
        TestSessions there = sessions()) {
      Sessions here = test.instance();
      String cookie = test.signIn(here, "a-1001");
      AtomicBoolean isOver = new AtomicBoolean();
      Session session = test.find(here, cookie).orElseThrow();
      var _ = here.whenEnded(new Identified.BySession(session), () -> isOver.set(true));

      TestSessions.answer(there.instance().endOfPerson("a-1001"));

      await().atMost(ofSeconds(1)).untilTrue(isOver);
    }
  }

  @Test
  void afterAnInterruption_whatWasNotHeardIsLookedFor() {
    List<String> heard = new CopyOnWriteArrayList<>();
    List<String> missed = new CopyOnWriteArrayList<>();
    store()
        .listen(
            new SessionStore.Listener() {
              @Override
              public void announced(String what) {
                heard.add(what);
              }

              @Override
              public void missed() {
                missed.add("some");
              }
            });
    await().until(() -> missed.size() == 1);

    server.kill();
    server.run();

    await().atMost(ofSeconds(10)).until(() -> missed.size() == 2);
    await().until(() -> isAnswered(redis));
    answer(store().announce("session:x"));
    await().until(() -> heard.contains("session:x"));
  }
}
