package harbor.kit.bff.edge;

import static com.linecorp.armeria.common.HttpMethod.DELETE;
import static com.linecorp.armeria.common.HttpMethod.GET;
import static com.linecorp.armeria.common.HttpMethod.PATCH;
import static com.linecorp.armeria.common.HttpMethod.POST;
import static com.linecorp.armeria.common.HttpMethod.PUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import harbor.kit.bff.edge.SignedInBff.SignedInBrowser;
import harbor.kit.bff.redis.TestRedis;
import harbor.kit.bff.session.Frontend;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks, from HTTP to a screen, at a browser's frontend over Redis and at an app's. */
class SignedInIT {
  private static final String GUEST = "guest=0123456789abcdefghijkl";

  private static TestRedis redis;
  private static SignedInBff web;
  private static SignedInBff app;

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    web = new SignedInBff(Frontend.browser("web"), redis.url());
    app = new SignedInBff(Frontend.app("app"), "");
    await().until(() -> web.get("/test/login?user=probe").status().code() == 200);
  }

  @AfterAll
  static void stop() {
    app.close();
    web.close();
    redis.close();
  }

  private static void assertAnswer(AggregatedHttpResponse answer, int status, String text) {
    assertThat(answer.contentUtf8()).contains("\"" + text + "\"");
    assertThat(answer.status().code()).isEqualTo(status);
  }

  @Test
  void person_isKnownByTheCookie_beforeABearer_beforeTheGuest() {
    SignedInBrowser ann = app.signIn("a-1001");
    String bearer = "authorization: Bearer valid:b-2002";

    assertAnswer(app.get("/cart", ann.cookie() + "; " + GUEST, bearer), 200, "a-1001[admin]");
    assertAnswer(app.get("/cart", "cookie: " + GUEST, bearer), 200, "b-2002[buyer]");
    assertAnswer(app.get("/cart", "cookie: " + GUEST), 200, "GUEST");
    assertAnswer(app.get("/cart"), 200, "ANONYMOUS");
    assertThat(app.became)
        .containsExactly("0123456789abcdefghijkl a-1001", "0123456789abcdefghijkl b-2002");
  }

  @ParameterizedTest
  @CsvSource({
    "valid:a-1001, 200, a-1001[buyer]",
    "nonsense, 401, NOT_SIGNED_IN",
    "unavailable, 503, SIGN_IN_UNAVAILABLE",
    "valid:erased, 401, NOT_SIGNED_IN",
    "valid:users-down, 503, SIGN_IN_UNAVAILABLE"
  })
  void bearer_isKnown_orRefused_andNeverAGuest(String token, int status, String text) {
    String bearer = "authorization: bearer " + token;

    assertAnswer(app.get("/cart", bearer, "cookie: " + GUEST), status, text);
    AggregatedHttpResponse answer = app.get("/account", bearer);

    assertAnswer(answer, status, text);
    assertThat(answer.headers().contains("retry-after")).isEqualTo(status == 503);
  }

  /** What only a proxy or another process of ours could know is nobody's word here. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-user-id: b-2002",
        "x-service-account: web-bff",
        "x-harbor-user: user:b-2002",
        "x-forwarded-user: b-2002",
        "x-forwarded-for: 192.0.2.1",
        "forwarded: for=192.0.2.1;host=shop.example;proto=https",
        "x-forwarded-host: shop.example",
        "baggage: user.id=b-2002,harbor.caller=user:b-2002"
      })
  void whatAClientSaysOfItself_isNotBelieved(String header) {
    SignedInBrowser ann = app.signIn("a-1001");

    assertAnswer(app.get("/cart", header), 200, "ANONYMOUS");
    assertAnswer(app.get("/account", header), 401, "NOT_SIGNED_IN");
    assertAnswer(app.get("/account", header, ann.cookie()), 200, "a-1001[admin]");
    assertAnswer(
        app.get("/account", header, "authorization: Bearer valid:a-1001"), 200, "a-1001[buyer]");
    assertAnswer(
        app.get("/account", header, "authorization: Bearer nonsense"), 401, "NOT_SIGNED_IN");
  }

  @Test
  void browsersFrontend_takesNoBearer() {
    assertAnswer(web.get("/account", "authorization: Bearer valid:a-1001"), 401, "NOT_SIGNED_IN");
  }

  @Test
  void endedSession_isNobody_andOfUsersWanted() {
    SignedInBrowser ann = web.signIn("a-1001");
    assertAnswer(web.get("/account", ann.cookie()), 200, "a-1001[admin]");

    AggregatedHttpResponse out = web.get("/test/logout", ann.cookie());

    assertThat(out.headers().get("set-cookie")).contains("Max-Age=0");
    assertAnswer(web.get("/account", ann.cookie()), 401, "NOT_SIGNED_IN");
    assertAnswer(web.get("/cart", ann.cookie()), 200, "ANONYMOUS");
    assertAnswer(web.get("/cart", ann.cookie() + "; " + GUEST), 200, "GUEST");
  }

  @Test
  void outageOfTheStore_isSaidSo_whereSomebodyWantsToKnow_andNowhereElse() {
    SignedInBrowser ann = web.signIn("a-1001");
    redis.pause();
    try {
      for (int i = 0; i < 8; i++) {
        AggregatedHttpResponse refused = web.get("/account", ann.cookie());
        assertAnswer(refused, 503, "SIGN_IN_UNAVAILABLE");
        assertThat(refused.headers().contains("retry-after")).isTrue();
        assertThat(refused.headers().contains("set-cookie")).isFalse();
        assertAnswer(web.get("/cart", ann.cookie()), 503, "SIGN_IN_UNAVAILABLE");
        assertAnswer(web.get("/catalogue", ann.cookie()), 200, "ANONYMOUS");
        assertAnswer(web.get("/cart", "cookie: " + GUEST), 200, "GUEST");
        assertAnswer(web.get("/account"), 401, "NOT_SIGNED_IN");
      }
    } finally {
      redis.resume();
    }

    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> web.get("/account", ann.cookie()).status().code() == 200);
  }

  @Test
  void robots_leaveNothingBehind() {
    redis.ask(connection -> connection.sync().flushall());
    for (int i = 0; i < 200; i++) {
      AggregatedHttpResponse answer = web.get("/catalogue");
      assertThat(answer.headers().contains("set-cookie")).isFalse();
      assertAnswer(web.get("/cart", "cookie: __Host-Http-harbor-web-1=" + i), 200, "ANONYMOUS");
    }

    assertThat(redis.<Long>ask(connection -> connection.sync().dbsize())).isZero();
  }

  @Test
  void everyChange_isCheckedAgainstOtherSites_withoutBeingAskedFor() {
    SignedInBrowser ann = web.signIn("a-1001");
    String tag = "x-harbor-csrf: " + ann.tag();

    for (HttpMethod method : List.of(POST, PUT, PATCH, DELETE)) {
      assertAnswer(web.send(method, "/changes", web.origin()), 403, "CSRF");
      assertAnswer(web.send(method, "/changes", "x-harbor-csrf: 1"), 403, "CSRF");
      assertAnswer(
          web.send(method, "/changes", "x-harbor-csrf: 1", "origin: http://evil.example"),
          403,
          "CSRF");
      assertAnswer(web.send(method, "/changes", ann.cookie(), web.origin()), 403, "CSRF");
      assertAnswer(
          web.send(method, "/changes", ann.cookie(), web.origin(), "x-harbor-csrf: 1"),
          409,
          "SESSION_CHANGED");
      assertAnswer(
          web.send(method, "/changes", "cookie: " + GUEST, web.origin(), tag),
          409,
          "SESSION_CHANGED");

      assertAnswer(
          web.send(method, "/changes", ann.cookie(), web.origin(), tag), 200, "a-1001[admin]");
      assertAnswer(
          web.send(
              method,
              "/changes",
              "cookie: " + GUEST,
              "sec-fetch-site: same-origin",
              "x-harbor-csrf: 1"),
          200,
          "GUEST");
      assertAnswer(
          app.send(method, "/changes", "authorization: Bearer valid:b-2002"), 200, "b-2002[buyer]");
      assertAnswer(
          app.send(method, "/changes", "authorization: Bearer nonsense"), 401, "NOT_SIGNED_IN");
    }
    assertAnswer(web.send(GET, "/cart", "origin: http://evil.example"), 200, "ANONYMOUS");
  }

  @Test
  void stalePage_ofAPersonWhoSignedOut_isToldToSignIn_whereUsersAreWanted() {
    SignedInBrowser ann = web.signIn("a-1001");
    var _ = web.get("/test/logout", ann.cookie());

    assertAnswer(
        web.send(
            POST, "/account/changes", ann.cookie(), web.origin(), "x-harbor-csrf: " + ann.tag()),
        401,
        "NOT_SIGNED_IN");
  }

  @Test
  void person_seesAndEndsOwnSessions() {
    SignedInBrowser here = web.signIn("c-3003");
    String first = id(here);
    SignedInBrowser there = web.signIn("c-3003");
    String other = id(web.signIn("d-4004"));

    assertThat(web.get("/account/sessions", here.cookie()).contentUtf8())
        .contains(first)
        .contains(id(there))
        .doesNotContain(other);
    assertThat(web.get("/account/sessions").status().code()).isEqualTo(401);
    assertThat(end(here, other).status().code()).isEqualTo(404);
    assertThat(end(here, "unknown").contentUtf8()).isEqualTo(end(here, other).contentUtf8());
    assertThat(end(here, id(there)).status().code()).isEqualTo(204);
    assertAnswer(web.get("/account", there.cookie()), 401, "NOT_SIGNED_IN");
    assertAnswer(web.get("/account", here.cookie()), 200, "c-3003[admin]");
  }

  @Test
  void erasure_endsAllSessionsOfThePerson_onceItIsDone() {
    SignedInBrowser here = web.signIn("e-5005");
    SignedInBrowser there = web.signIn("e-5005");
    SignedInBrowser other = web.signIn("f-6006");
    assertThat(web.get("/account/export", here.cookie()).contentUtf8())
        .contains("e-5005[admin]", id(here), id(there))
        .doesNotContain(id(other));

    assertThat(delete(here, "/account/unknown").status().code()).isEqualTo(404);
    assertAnswer(web.get("/account", there.cookie()), 200, "e-5005[admin]");

    assertAnswer(delete(here, "/account"), 200, "e-5005[admin]");
    assertAnswer(web.get("/account", here.cookie()), 401, "NOT_SIGNED_IN");
    assertAnswer(web.get("/account", there.cookie()), 401, "NOT_SIGNED_IN");
    assertAnswer(web.get("/account", other.cookie()), 200, "f-6006[admin]");
  }

  @Test
  void whoWasErasedWhileNoInstanceRan_hasNoSessionAtTheNext() {
    SignedInBrowser gone = web.signIn("erased");
    SignedInBrowser down = web.signIn("users-down");
    assertAnswer(web.get("/account", gone.cookie()), 200, "erased[admin]");

    try (SignedInBff next = new SignedInBff(Frontend.browser("web"), redis.url())) {
      String cookie = next.asOwn(web, gone);
      await().until(() -> next.get("/account", cookie).status().code() == 401);

      assertAnswer(next.get("/cart", cookie), 200, "ANONYMOUS");
      for (int i = 0; i < 3; i++) {
        assertAnswer(next.get("/account", next.asOwn(web, down)), 200, "users-down[admin]");
      }
    }
    assertAnswer(web.get("/account", gone.cookie()), 401, "NOT_SIGNED_IN");
  }

  private static AggregatedHttpResponse end(SignedInBrowser browser, String id) {
    return delete(browser, "/account/sessions/" + id);
  }

  private static AggregatedHttpResponse delete(SignedInBrowser browser, String path) {
    return web.send(
        DELETE, path, browser.cookie(), web.origin(), "x-harbor-csrf: " + browser.tag());
  }

  /** The id of the browser's own session, as its list says it. */
  private static String id(SignedInBrowser browser) {
    String list = web.get("/account/sessions", browser.cookie()).contentUtf8();
    return list.replaceFirst(".*\"field\":\"([^\"]+)\".*", "$1");
  }
}
