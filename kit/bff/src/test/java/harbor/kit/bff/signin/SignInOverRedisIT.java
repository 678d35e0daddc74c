package harbor.kit.bff.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.QueryParams;
import harbor.kit.bff.edge.SignInBff;
import harbor.kit.bff.redis.TestRedis;
import harbor.kit.bff.session.Frontend;
import harbor.kit.bff.signin.provider.ScriptedProvider;
import java.net.URI;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two instances of a BFF behind one address, which share what they know in Redis. */
class SignInOverRedisIT {
  private static final int ROBOTS = 2_000;
  private static final Pattern GET_CALLS = Pattern.compile("cmdstat_get:calls=(\\d+)");

  private static TestRedis redis;
  private static ScriptedProvider provider;
  private static SignInBff one;
  private static SignInBff other;

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    provider = ScriptedProvider.start();
    one = instance(key(0));
    other = instance(key(0));
    awaitReady(one, other);
  }

  /** One that writes with the first of these keys, and reads with each. */
  private static SignInBff instance(String... keys) {
    return new SignInBff(
        Frontend.browser("web"),
        new TestAccounts(),
        Map.of(
            "HARBOR_OIDC_ISSUER",
            provider.issuer(),
            "HARBOR_OIDC_CLIENT_ID",
            ScriptedProvider.CLIENT,
            "HARBOR_OIDC_CLIENT_SECRET",
            ScriptedProvider.SECRET,
            "HARBOR_OIDC_AUDIENCE",
            ScriptedProvider.AUDIENCE,
            "HARBOR_REDIS_URL",
            redis.url(),
            "HARBOR_SESSION_KEYS",
            String.join(",", keys),
            "HARBOR_TEST_BFF_PUBLIC_URL",
            "https://shop.example"));
  }

  private static String key(int number) {
    byte[] key = new byte[32];
    key[0] = (byte) number;
    return Base64.getEncoder().encodeToString(key);
  }

  /** Until each instance has its connection. */
  private static void awaitReady(SignInBff... instances) {
    await()
        .untilAsserted(
            () -> {
              for (SignInBff bff : instances) {
                assertThat(new TestBrowser(bff.port()).get("/auth/login").status())
                    .isEqualTo(HttpStatus.SEE_OTHER);
              }
            });
  }

  @AfterAll
  static void stop() {
    one.close();
    other.close();
    provider.close();
    redis.close();
  }

  @Test
  void signIn_isFinishedAtAnotherInstance_once() {
    TestBrowser atOne = new TestBrowser(one.port());
    TestBrowser atOther = new TestBrowser(other.port());
    QueryParams asked = begin(atOne);
    Map<String, String> kept = new HashMap<>(atOne.jar());
    atOther.jar().putAll(kept);
    String callback =
        "/auth/callback?"
            + QueryParams.of(
                    "code", provider.signsIn(asked, "ada"), "state", asked.get("state", ""))
                .toQueryString();
    int before = provider.tokenRequests().size();

    assertThat(asked.get("redirect_uri")).isEqualTo("https://shop.example/auth/callback");
    assertThat(atOther.get(callback).headers().get(HttpHeaderNames.LOCATION)).isEqualTo("/");
    assertThat(atOther.cookies()).startsWith("__Host-Http-harbor-web-443=");
    assertThat(atOne.get(callback).status()).isEqualTo(HttpStatus.BAD_REQUEST);
    assertThat(provider.tokenRequests()).hasSize(before + 1);

    TestBrowser back = new TestBrowser(one.port());
    back.jar().putAll(atOther.jar());
    assertThat(back.get(callback).status()).isEqualTo(HttpStatus.SEE_OTHER);
    assertThat(back.get("/account/1").contentUtf8()).contains("user:u-ada");
    List<String> used = redis.ask(to -> to.sync().keys("harbor:test-bff:used:*"));
    assertThat(used).hasSize(2);
    assertThat(used.toString()).doesNotContain(asked.get("state", "?"));
    for (String key : used) {
      long seconds = redis.ask(to -> to.sync().ttl(key));
      assertThat(seconds).isBetween(1L, 600L);
    }
  }

  @Test
  void signIn_isNotBegun_whileRedisIsDown_andIsAfterwards() {
    TestBrowser browser = new TestBrowser(one.port());
    redis.kill();
    try {
      await()
          .untilAsserted(
              () -> {
                AggregatedHttpResponse answer = browser.get("/auth/login");
                assertThat(answer.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
                assertThat(answer.headers().get(HttpHeaderNames.RETRY_AFTER)).isNotNull();
              });
    } finally {
      redis.run();
    }
    awaitReady(one, other);
  }

  /** T1: guests notice nothing, and nobody is signed out. */
  @Test
  void silentRedis_isUnavailable_whereItIsAsked_andNoSessionEnds() {
    TestBrowser ada = signedIn(one, "ada");
    TestBrowser atOther = as(ada, other);
    redis.pause();
    try {
      for (TestBrowser browser : List.of(ada, atOther)) {
        assertThat(browser.get("/public/1").status()).isEqualTo(HttpStatus.OK);
        for (int i = 0; i < 5; i++) {
          AggregatedHttpResponse refused = browser.get("/account/1");
          assertThat(refused.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
          assertThat(refused.headers().get(HttpHeaderNames.RETRY_AFTER)).isNotNull();
          assertThat(refused.headers().contains(HttpHeaderNames.SET_COOKIE)).isFalse();
        }
      }
      for (SignInBff bff : List.of(one, other)) {
        TestBrowser nobody = new TestBrowser(bff.port());
        assertThat(nobody.get("/public/1").status()).isEqualTo(HttpStatus.OK);
        assertThat(nobody.get("/account/1").status()).isEqualTo(HttpStatus.UNAUTHORIZED);
      }
    } finally {
      redis.resume();
    }
    for (TestBrowser browser : List.of(ada, atOther)) {
      await().until(() -> browser.get("/account/1").status().equals(HttpStatus.OK));
    }
  }

  /** T2: as in a rolling upgrade, behind a load balancer that takes an instance out first. */
  @Test
  void keysChangeInThreeSteps_underLoad_andNobodyIsSignedOut() {
    try (Fleet fleet = new Fleet(key(1))) {
      for (List<String> keys : List.of(List.of(key(1), key(2)), List.of(key(2), key(1)))) {
        for (int place = 0; place < Fleet.SIZE; place++) {
          fleet.replace(place, instance(keys.toArray(String[]::new)));
          fleet.isAsked(50);
        }
      }
      assertThat(fleet.people).hasSize(6);
      assertThat(fleet.statuses).hasSizeGreaterThan(200).containsOnly(HttpStatus.OK);
    }
  }

  /** The counter-test: a key that nobody reads any more ends what it sealed. */
  @Test
  void keyThatChangesInOneStep_signsOut() {
    try (Fleet fleet = new Fleet(key(1))) {
      fleet.replace(0, instance(key(2)));
      await().until(() -> fleet.statuses.contains(HttpStatus.UNAUTHORIZED));
      assertThat(fleet.statuses).containsOnly(HttpStatus.OK, HttpStatus.UNAUTHORIZED);
    }
  }

  /** T3: what nobody comes back for is not stored. */
  @Test
  void robots_storeNothing_andGetNoCookieOnPublicPages() {
    TestBrowser ada = signedIn(one, "ada");
    Set<String> before = Set.copyOf(redis.ask(to -> to.sync().keys("*")));
    long asked = sessionsAskedFor();
    for (int i = 0; i < ROBOTS; i++) {
      TestBrowser robot = new TestBrowser(i % 2 == 0 ? one.port() : other.port());
      AggregatedHttpResponse page = robot.get("/public/" + i);
      assertThat(page.status()).isEqualTo(HttpStatus.OK);
      assertThat(page.headers().contains(HttpHeaderNames.SET_COOKIE)).isFalse();
      assertThat(robot.get("/auth/login").status()).isEqualTo(HttpStatus.SEE_OTHER);
    }

    assertThat(Set.copyOf(redis.ask(to -> to.sync().keys("*")))).isSubsetOf(before);
    assertThat(sessionsAskedFor()).as("Guests cost the store nothing").isEqualTo(asked);
    assertThat(ada.get("/account/1").status()).isEqualTo(HttpStatus.OK);
    assertThat(sessionsAskedFor()).as("The counter-test").isGreaterThan(asked);
  }

  /** How often anybody has looked for a session by now. */
  private static long sessionsAskedFor() {
    Matcher calls =
        GET_CALLS.matcher(redis.ask(connection -> connection.sync().info("commandstats")));
    return calls.find() ? Long.parseLong(calls.group(1)) : 0;
  }

  private static TestBrowser signedIn(SignInBff bff, String person) {
    TestBrowser browser = new TestBrowser(bff.port());
    QueryParams asked = begin(browser);
    AggregatedHttpResponse answer =
        browser.get(
            "/auth/callback?"
                + QueryParams.of(
                        "code", provider.signsIn(asked, person), "state", asked.get("state", ""))
                    .toQueryString());
    assertThat(answer.status()).isEqualTo(HttpStatus.SEE_OTHER);
    assertThat(browser.session()).isNotEmpty();
    return browser;
  }

  /** The same person at another instance. */
  private static TestBrowser as(TestBrowser browser, SignInBff bff) {
    TestBrowser there = new TestBrowser(bff.port());
    there.jar().putAll(browser.jar());
    return there;
  }

  private static QueryParams begin(TestBrowser browser) {
    AggregatedHttpResponse answer = browser.get("/auth/login");
    return QueryParams.fromQueryString(
        URI.create(answer.headers().get(HttpHeaderNames.LOCATION, "none")).getRawQuery());
  }

  /**
   * Instances behind a load balancer; whoever signed in at one of them asks all, without a pause.
   */
  private static final class Fleet implements AutoCloseable {
    static final int SIZE = 2;

    final List<TestBrowser> people = new CopyOnWriteArrayList<>();
    final Queue<HttpStatus> statuses = new ConcurrentLinkedQueue<>();

    private final SignInBff[] instances = new SignInBff[SIZE];
    private final ReadWriteLock taken = new ReentrantReadWriteLock();
    private final ExecutorService load = Executors.newSingleThreadExecutor();

    Fleet(String key) {
      for (int place = 0; place < SIZE; place++) {
        instances[place] = instance(key);
        begins(instances[place]);
      }
      load.execute(
          () -> {
            for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
              ask(i);
            }
          });
    }

    private void begins(SignInBff bff) {
      awaitReady(bff);
      people.add(signedIn(bff, "p-" + people.size()));
    }

    private void ask(int number) {
      taken.readLock().lock();
      try {
        TestBrowser person = people.get(number / SIZE % people.size());
        statuses.add(as(person, instances[number % SIZE]).get("/account/1").status());
      } finally {
        taken.readLock().unlock();
      }
    }

    void replace(int place, SignInBff next) {
      begins(next);
      taken.writeLock().lock();
      try (SignInBff _ = instances[place]) {
        instances[place] = next;
      } finally {
        taken.writeLock().unlock();
      }
    }

    /** So often again. */
    void isAsked(int times) {
      int now = statuses.size();
      await().until(() -> statuses.size() > now + times);
    }

    @Override
    public void close() {
      load.shutdownNow();
      load.close();
      for (SignInBff instance : instances) {
        instance.close();
      }
    }
  }
}
