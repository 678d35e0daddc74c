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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two instances of a BFF behind one address, which share what they know in Redis. */
class SignInOverRedisIT {
  private static TestRedis redis;
  private static ScriptedProvider provider;
  private static SignInBff one;
  private static SignInBff other;

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    provider = ScriptedProvider.start();
    Map<String, String> settings =
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
            Base64.getEncoder().encodeToString(new byte[32]),
            "HARBOR_TEST_BFF_PUBLIC_URL",
            "https://shop.example");
    one = new SignInBff(Frontend.browser("web"), new TestAccounts(), settings);
    other = new SignInBff(Frontend.browser("web"), new TestAccounts(), settings);
    awaitBoth();
  }

  /** Until each instance has its connection. */
  private static void awaitBoth() {
    await()
        .untilAsserted(
            () -> {
              for (SignInBff bff : new SignInBff[] {one, other}) {
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
    awaitBoth();
  }

  private static QueryParams begin(TestBrowser browser) {
    AggregatedHttpResponse answer = browser.get("/auth/login");
    return QueryParams.fromQueryString(
        URI.create(answer.headers().get(HttpHeaderNames.LOCATION, "none")).getRawQuery());
  }
}
