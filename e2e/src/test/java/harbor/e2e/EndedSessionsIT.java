package harbor.e2e;

import static harbor.e2e.Visitor.accepted;
import static harbor.e2e.Visitor.tree;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import harbor.kit.bff.events.SocketClient;
import harbor.kit.bff.redis.TestRedis;
import harbor.kit.runtime.Environment;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a person had while they were signed in, once they are not any more: at the store that {@code
 * ./harbor up} runs.
 */
class EndedSessionsIT {
  private static final Store STORE = RunningStore.get();
  private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  private static Visitor ben;
  private static Belongings bens;

  /** Where people sign in. */
  enum Site {
    WEB("web-bff", "/web"),
    MOBILE("mobile-bff", "/mobile/v1");

    private final String bff;
    private final String at;

    Site(String bff, String at) {
      this.bff = bff;
      this.at = at;
    }

    /** Somebody who has signed in there. */
    private Visitor signedIn(String person) throws Exception {
      Visitor visitor = new Visitor(STORE, _ -> STORE.port(bff));
      visitor.signIn(person);
      return visitor;
    }

    /** Their stream of an order. */
    private SocketClient stream(String order, String... who) {
      return new SocketClient(
          STORE.port(bff),
          "GET",
          at + "/events?orders=" + order,
          Stream.concat(Stream.of("accept: text/event-stream"), Stream.of(who))
              .toArray(String[]::new));
    }
  }

  @BeforeAll
  static void buy() throws Exception {
    ben = Site.WEB.signedIn("ben");
    bens = Belongings.of(ben);
  }

  /** Whoever goes on by his name has nothing. */
  @AfterAll
  static void startAnew() throws Exception {
    erase(ben, bens.id("user"));
  }

  private static void erase(Visitor visitor, String user) throws Exception {
    assertThat(visitor.said("person", "erase", user)).contains("Nothing is found any more.");
  }

  @ParameterizedTest
  @EnumSource
  void stream_ends_whenItsPersonSignsOut(Site site) throws Exception {
    Visitor visitor = site.signedIn("ben");

    assertEnds(
        site,
        bens.id("order"),
        cookies(visitor),
        () -> accepted(visitor.browser("POST", "/auth/logout", "")));
  }

  @ParameterizedTest
  @EnumSource
  void stream_ends_whenItsSessionIsEndedElsewhere(Site site) throws Exception {
    Visitor visitor = site.signedIn("ben");
    Visitor elsewhere = site.signedIn("ben");
    String list = site.at + "/account/sessions";
    String session = "";
    for (JsonNode one : tree(accepted(visitor.browser("GET", list, ""))).get("sessions")) {
      session = one.path("current").asBoolean() ? one.get("id").asText() : session;
    }
    String path = list + "/" + session;

    assertEnds(
        site,
        bens.id("order"),
        cookies(visitor),
        () -> accepted(elsewhere.browser("DELETE", path, "")));
    accepted(elsewhere.browser("GET", list, ""));
  }

  @Test
  void streams_end_whenTheirPersonIsErased() throws Exception {
    Visitor grace = Site.WEB.signedIn("grace");
    String order = Belongings.of(grace).id("order");
    String app = cookies(Site.MOBILE.signedIn("grace"));
    String bearer = "authorization: Bearer " + grace.said("token", "grace").strip();
    try (SocketClient byApp = Site.MOBILE.stream(order, app);
        SocketClient byBearer = Site.MOBILE.stream(order, bearer)) {
      byApp.next("\ndata:");
      byBearer.next("\ndata:");

      assertEnds(
          Site.WEB,
          order,
          cookies(grace),
          () -> accepted(grace.browser("DELETE", "/web/account", "")));

      for (SocketClient stream : List.of(byApp, byBearer)) {
        assertThat(stream.all()).endsWith("0\r\n\r\n");
      }
    }
    for (String who : List.of(app, bearer)) {
      assertRefused(Site.MOBILE, order, who);
    }
  }

  /** Two people use one browser, and the first one has not signed out. */
  @Test
  void secondPersonInABrowser_hasNothingOfTheFirst_whoIsSignedOut() throws Exception {
    Visitor browser = Site.WEB.signedIn("ben");
    String cart = Belongings.cartOf(browser, "HB1001").get("id").asText();
    JsonNode lines = tree(accepted(browser.browser("GET", "/web/carts/" + cart, ""))).get("lines");
    String adasCart = cartOf(Site.WEB.signedIn("ada"));

    assertEnds(Site.WEB, bens.id("order"), cookies(browser), () -> browser.signIn("ada"));

    assertThat(cartOf(browser)).isEqualTo(adasCart);
    assertThat(browser.browser("GET", "/web/carts/" + cart, "").statusCode()).isEqualTo(404);
    assertThat(
            tree(accepted(Site.WEB.signedIn("ben").browser("GET", "/web/carts/" + cart, "")))
                .get("lines"))
        .isEqualTo(lines);
  }

  private static String cartOf(Visitor visitor) throws Exception {
    HttpResponse<String> cart = visitor.browser("GET", "/web/cart", "");
    return cart.statusCode() + " " + tree(cart).path("id") + tree(cart).path("lines");
  }

  @ParameterizedTest
  @EnumSource
  void cart_isUnknown_onceItsPersonHasSignedOut(Site site) throws Exception {
    Visitor visitor = site.signedIn("ben");
    String cart = tree(accepted(ben.browser("GET", "/web/cart", ""))).get("id").asText();
    List<String> paths = List.of("/cart", "/carts/" + cart);
    for (String path : paths) {
      assertThat(visitor.browser("GET", site.at + path, "").body()).contains(cart);
    }

    accepted(visitor.browser("POST", "/auth/logout", ""));

    Visitor nobody = new Visitor(STORE, _ -> STORE.port(site.bff));
    List<String> unknown = List.of("/cart", "/carts/" + bens.unknown().get("cart"));
    for (int i = 0; i < paths.size(); i++) {
      HttpResponse<String> answer = visitor.browser("GET", site.at + paths.get(i), "");
      HttpResponse<String> same = nobody.browser("GET", site.at + unknown.get(i), "");
      assertThat(answer.statusCode()).isEqualTo(same.statusCode()).isEqualTo(404);
      assertThat(bens.plain(answer.body())).isEqualTo(bens.plain(same.body()));
    }
  }

  /** The counter-test: somebody who was not erased goes on with their session. */
  @Test
  void whoIsErasedWhileNoBffRuns_isNotSignedIn_whenOneRunsAgain() throws Exception {
    try (TestRedis redis = TestRedis.start()) {
      Map<String, String> settings =
          Store.withPorts(Map.of("HARBOR_REDIS_URL", redis.url(), "HARBOR_SESSION_KEYS", KEY));
      ToIntFunction<String> ports =
          bff -> Integer.parseInt(settings.getOrDefault(Environment.setting(bff, "PORT"), ""));
      Visitor gone = new Visitor(STORE, ports);
      Visitor there = new Visitor(STORE, ports);
      String user;
      try (OtherBffs _ = OtherBffs.of(STORE, settings)) {
        gone.signIn("grace");
        there.signIn("ada");
        user = tree(gone.browser("GET", "/auth/me", "")).get("userId").asText();
      }

      erase(gone, user);

      try (OtherBffs _ = OtherBffs.of(STORE, settings)) {
        assertThat(gone.browser("GET", "/auth/me", "").statusCode()).isEqualTo(401);
        assertThat(there.browser("GET", "/auth/me", "").statusCode()).isEqualTo(200);
        accepted(there.browser("GET", "/web/account", ""));
      }
    }
  }

  /** What ends a stream. */
  @FunctionalInterface
  private interface Ending {
    Object run() throws Exception;
  }

  private static void assertEnds(Site site, String order, String who, Ending ending)
      throws Exception {
    String last;
    try (SocketClient stream = site.stream(order, who)) {
      stream.next("\ndata:");
      last = stream.id();

      ending.run();

      assertThat(stream.all()).endsWith("0\r\n\r\n");
    }
    assertRefused(site, order, who, "last-event-id: " + last);
  }

  private static void assertRefused(Site site, String order, String... who) {
    try (SocketClient again = site.stream(order, who)) {
      assertThat(again.until("\r\n")).startsWith("HTTP/1.1 401 ");
    }
  }

  /** What a browser sends that it has just now. */
  private static String cookies(Visitor visitor) {
    return "cookie: "
        + visitor.cookies().entrySet().stream()
            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
            .collect(joining("; "));
  }
}
