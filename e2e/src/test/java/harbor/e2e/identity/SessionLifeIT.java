package harbor.e2e.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpStatus;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import harbor.kit.bff.redis.TestRedis;
import harbor.kit.testing.LogCapture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of a session, in a real browser, at a provider that forgives nothing. */
class SessionLifeIT {
  private static final String PLAIN_EXPIRY = "\"expires_in\":\\d+";
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static Keycloak keycloak;
  private static Chromium chromium;
  private static TestRedis redis;
  private static SignInSite site;

  /** A second instance behind the same address. */
  private static SignInSite other;

  private Visit visit;

  @BeforeAll
  static void start() {
    keycloak = Keycloak.get();
    chromium = Chromium.start();
    redis = TestRedis.start();
    Map<String, String> settings = new HashMap<>(keycloak.environment("web-bff"));
    settings.put("HARBOR_REDIS_URL", redis.url());
    settings.put("HARBOR_SESSION_KEYS", Base64.getEncoder().encodeToString(new byte[32]));
    site = SignInSite.start(settings).registeredAt(keycloak, "web-bff");
    settings.put("HARBOR_TEST_BFF_PUBLIC_URL", site.address());
    other = SignInSite.start(settings);
    await()
        .until(
            () ->
                ask(site.port(), "/auth/login").statusCode() == 303
                    && ask(other.port(), "/auth/login").statusCode() == 303);
  }

  @AfterAll
  static void stop() {
    if (other != null) {
      other.close();
      site.close();
      redis.close();
      chromium.close();
    }
  }

  @BeforeEach
  void open() {
    visit = chromium.visit(site.address());
  }

  @AfterEach
  void leave() {
    visit.close();
    keycloak.proxy().reset();
  }

  @Test
  void signIn_endsWhereItBegan_withOneCookieThatNoScriptSees() {
    visit.signIn("ada", "/account/1?x=%2F");

    assertThat(visit.page().url()).isEqualTo(site.address() + "/account/1?x=%2F");
    assertThat(visit.page().content()).contains("user:u-");
    Visit.Fetched me = visit.get("/auth/me");
    assertThat(me.status()).isEqualTo(200);
    assertThat(me.body()).contains("\"displayName\":\"Ada Lindqvist\"").contains("\"roles\":[");
    assertThat(me.body()).doesNotContain("\"admin\"");
    assertThat(me.headers().get("cache-control")).contains("no-store");
    assertThat(siteCookies()).hasSize(1);
    Cookie cookie = visit.session().orElseThrow();
    assertThat(cookie.secure).isTrue();
    assertThat(cookie.httpOnly).isTrue();
    assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.LAX);
    assertThat(cookie.path).isEqualTo("/");
    assertThat(cookie.domain).isEqualTo("localhost");
    assertThat(cookie.value).hasSizeGreaterThanOrEqualTo(22);
    assertThat(visit.page().evaluate("document.cookie")).isEqualTo("");
    assertThat(visit.page().evaluate("localStorage.length + sessionStorage.length")).isEqualTo(0);
  }

  @Test
  void roles_areThoseOfTheProvider() {
    visit.signIn("grace", "/");

    assertThat(visit.get("/auth/me").body()).contains("\"admin\"");
  }

  /** An id that was there before a sign-in is worth nothing after it. */
  @Test
  void plantedCookie_isReplaced() {
    String planted = "A".repeat(43);
    try (Neighbour neighbour =
        new Neighbour("__Host-Http-harbor-web-" + site.port() + "=" + planted)) {
      visit.page().navigate(neighbour.address());
    }
    assertThat(visit.session().orElseThrow().value).isEqualTo(planted);

    visit.signIn("ada", "/");

    assertThat(visit.session().orElseThrow().value).isNotEqualTo(planted);
    assertThat(withCookie(site.port(), planted, "/auth/me").statusCode()).isEqualTo(401);
  }

  /** What else could be planted under that name would not be for this host and HTTP alone. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "; Path=/; Secure; HttpOnly; SameSite=Lax; Domain=localhost",
        "; Path=/; HttpOnly; SameSite=Lax",
        "; Path=/auth; Secure; HttpOnly; SameSite=Lax",
        "; Path=/; Secure; SameSite=Lax"
      })
  void cookieOfOurName_isNotTaken_withOtherAttributes(String attributes) {
    String cookie = "__Host-Http-harbor-web-" + site.port() + "=" + "A".repeat(43);
    try (Neighbour neighbour = new Neighbour(cookie, attributes)) {
      visit.page().navigate(neighbour.address());
    }

    assertThat(visit.context().cookies()).isEmpty();
  }

  @Test
  void cookieOfOurName_isNotTakenFromAScript() {
    visit.page().navigate(site.address() + "/");

    visit
        .page()
        .evaluate(
            "name => { document.cookie = name + '=x; Path=/; Secure; SameSite=Lax';"
                + " document.cookie = 'other=x; Path=/; Secure; SameSite=Lax'; }",
            "__Host-Http-harbor-web-" + site.port());

    assertThat(visit.context().cookies())
        .extracting(cookie -> cookie.name)
        .containsExactly("other");
  }

  @ParameterizedTest
  @MethodSource("harbor.kit.bff.signin.ReturnAddresses#elsewhere")
  void returnAddress_doesNotLeaveTheSite(String back) {
    visit.signIn("ada", back);

    assertThat(visit.page().url()).isEqualTo(site.address() + "/");
    assertThat(visit.page().evaluate("location.origin")).isEqualTo(site.address());
  }

  /** S1. */
  @Test
  void twoTabs_landEachOnItsOwnAddress() {
    Page second = visit.context().newPage();
    visit.begin(visit.page(), "/account/first");
    visit.begin(second, "/account/second");

    visit.asKeycloak(second, "ada");
    // Keycloak's page of the first tab notices that somebody has signed in, and goes on.
    visit.page().waitForURL(site.address() + "/account/first");

    assertThat(second.url()).isEqualTo(site.address() + "/account/second");
    assertThat(visit.page().url()).isEqualTo(site.address() + "/account/first");
    assertThat(second.reload().status()).isEqualTo(200);
    assertThat(visit.page().reload().status()).isEqualTo(200);
    assertThat(siteCookies()).hasSize(1);
  }

  /** S2. */
  @Test
  void attackersCallback_signsNobodyIn() {
    String stolen = stoppedCallback(visit, "ben");
    long before = keycloak.proxy().tokenRequests("authorization_code");
    try (Visit victim = chromium.visit(site.address());
        Visit withStart = chromium.visit(site.address())) {
      withStart.begin(withStart.page(), "/");

      assertThat(victim.page().navigate(stolen).status()).isEqualTo(400);
      assertThat(withStart.page().navigate(stolen).status()).isEqualTo(400);

      assertThat(victim.page().locator("a").count()).isPositive();
      assertThat(victim.session()).isEmpty();
      assertThat(withStart.session()).isEmpty();
    }
    assertThat(keycloak.proxy().tokenRequests("authorization_code")).isEqualTo(before);
  }

  /** S3 (a), (b). */
  @Test
  void usedCallback_changesNothing() {
    List<String> callbacks = callbacks();
    visit.signIn("ada", "/");
    String session = visit.session().orElseThrow().value;
    long before = keycloak.proxy().tokenRequests("authorization_code");

    visit.page().navigate(callbacks.getFirst());

    assertThat(visit.page().url()).isEqualTo(site.address() + "/");
    assertThat(visit.session().orElseThrow().value).isEqualTo(session);
    try (Visit nobody = chromium.visit(site.address())) {
      assertThat(nobody.page().navigate(callbacks.getFirst()).status()).isEqualTo(400);
      assertThat(nobody.page().url()).contains("/auth/callback");
    }
    assertThat(keycloak.proxy().tokenRequests("authorization_code")).isEqualTo(before);
  }

  /** S3 (c). */
  @Test
  void cancelled_isOnePage_thatRunsNothing() {
    visit.begin(visit.page(), "/");
    String state = visit.page().url().replaceFirst(".*[?&]state=([^&]+).*", "$1");
    int starts = keycloak.proxy().exchanges("/auth").size();

    int status =
        visit
            .page()
            .navigate(
                site.address()
                    + "/auth/callback?error=access_denied&error_description=%3Cscript%3Edocument"
                    + ".title%3D'x'%3C/script%3E&state="
                    + state)
            .status();

    assertThat(status).isEqualTo(400);
    assertThat(visit.page().title()).isNotEqualTo("x");
    assertThat(visit.page().locator("script").count()).isZero();
    assertThat(visit.page().textContent("body")).contains("<script>");
    assertThat(keycloak.proxy().exchanges("/auth")).hasSize(starts);
    assertThat(visit.session()).isEmpty();
  }

  /** S4. */
  @Test
  void secondPerson_getsASessionOfTheirOwn_andTheFirstOneIsOver() {
    visit.signIn("ada", "/");
    String first = visit.session().orElseThrow().value;
    visit.forgetProvider();

    visit.signIn("ben", "/");

    assertThat(visit.session().orElseThrow().value).isNotEqualTo(first);
    assertThat(visit.get("/auth/me").body()).contains("Ben Okafor");
    assertThat(withCookie(site.port(), first, "/auth/me").statusCode()).isEqualTo(401);
    assertThat(withCookie(other.port(), first, "/account/1").statusCode()).isEqualTo(401);
  }

  /** E6: out here and at the provider, without a further click. */
  @Test
  void signOut_endsOnOurOwnPage_withoutAClick() {
    visit.signIn("ben", "/");
    String session = visit.session().orElseThrow().value;
    int before = keycloak.sessions("ben");

    List<Visit.Fetched> answers = new ArrayList<>();
    Response response =
        visit.page().waitForResponse("**/auth/logout", () -> answers.add(visit.signOut()));
    Visit.Fetched answer = answers.getFirst();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.type()).isEqualTo("basic");
    assertThat(response.allHeaders()).containsEntry("clear-site-data", "\"storage\"");
    assertThat(visit.session()).isEmpty();
    assertThat(answer.body()).isEqualTo("{\"next\":\"/\"}");
    assertThat(visit.get("/auth/me").status()).isEqualTo(401);
    assertThat(withCookie(site.port(), session, "/account/1").statusCode()).isEqualTo(401);
    await().until(() -> keycloak.sessions("ben") == before - 1);
    // The browser, which has not been there, is asked again who it is.
    visit.signIn("ada", "/");
    assertThat(visit.get("/auth/me").body()).contains("Ada Lindqvist");
  }

  /** E6: a session lives longer than its ID token. */
  @Test
  void signOut_endsAtTheProvider_whenTheIdTokenIsTwoHoursOld() throws Exception {
    signInWithExpiredToken("ben");
    keycloak.proxy().on("/token", idTokens(SessionLifeIT::twoHoursOld));
    assertThat(visit.get("/account/1").status()).isEqualTo(200);
    int before = keycloak.sessions("ben");

    Visit.Fetched answer = visit.signOut();

    assertThat(answer.body()).isEqualTo("{\"next\":\"/\"}");
    await().until(() -> keycloak.sessions("ben") == before - 1);
    String hint =
        keycloak.proxy().exchanges("/logout").getLast().field("id_token_hint").orElseThrow();
    assertThat(SignedJWT.parse(hint).getJWTClaimsSet().getExpirationTime())
        .isBefore(Instant.now().minus(Duration.ofMinutes(90)));
  }

  @Test
  void signOut_isAPost_withTheSessionsTag() {
    visit.signIn("ada", "/");

    assertThat(visit.get("/auth/logout").status()).isEqualTo(405);
    assertThat(visit.get("/auth/logout").headers()).containsEntry("allow", "POST");
    assertThat(visit.fetch("/auth/logout", "HEAD", Map.of()).status()).isEqualTo(405);
    assertThat(visit.fetch("/auth/logout", "POST", Map.of()).status()).isEqualTo(403);
    assertThat(visit.fetch("/auth/logout", "POST", Map.of("X-Harbor-CSRF", "1")).status())
        .isEqualTo(409);
    assertThat(visit.get("/auth/me").status()).isEqualTo(200);
  }

  /** E6: what is only fetched ahead begins nothing. */
  @Test
  void prefetch_beginsNothing() throws Exception {
    HttpResponse<String> ahead =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(site.address() + "/auth/login"))
                .header("Sec-Purpose", "prefetch")
                .build(),
            BodyHandlers.ofString());
    HttpResponse<String> head =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(site.address() + "/auth/login"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString());

    for (HttpResponse<String> answer : List.of(ahead, head)) {
      assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
      assertThat(answer.headers().firstValue("set-cookie")).isEmpty();
      assertThat(answer.headers().firstValue("location")).isEmpty();
    }
  }

  /** One provider that ends the session at the first race, a hundred that ask at once. */
  @Test
  void expiredAccessToken_isRefreshedOnce_forAHundredRequestsAtTwoInstances() {
    String session = signInWithExpiredToken("ada");

    Set<Integer> statuses = statuses(session, 100);

    assertThat(statuses).containsExactly(200);
    assertThat(keycloak.proxy().tokenRequests("refresh_token")).isEqualTo(1);
    assertThat(visit.session().orElseThrow().value).isEqualTo(session);
    assertThat(visit.get("/auth/me").status()).isEqualTo(200);
  }

  /** R1: who cannot wait is asked to come again, and is not signed out. */
  @Test
  void refreshThatTakesLong_signsNobodyOut() {
    String session = signInWithExpiredToken("ada");
    CompletableFuture<Void> released = new CompletableFuture<>();
    keycloak.proxy().on("/token", Fault.held(released));

    Set<Integer> early = statuses(session, 40);
    Set<Integer> late = statuses(session, 40);
    HttpResponse<String> refused = withCookie(site.port(), session, "/account/1");
    released.complete(null);

    assertThat(early).containsExactly(503);
    assertThat(late).containsExactly(503);
    assertThat(refused.headers().firstValue("retry-after")).isPresent();
    assertThat(refused.headers().firstValue("set-cookie")).isEmpty();
    await().until(() -> withCookie(other.port(), session, "/account/1").statusCode() == 200);
    assertThat(keycloak.proxy().tokenRequests("refresh_token")).isEqualTo(1);
  }

  /** R3 (a). */
  @Test
  void refusedRefresh_endsTheSession() {
    String session = signInWithExpiredToken("ben");
    keycloak
        .proxy()
        .on("/token", Fault.instead(HttpStatus.BAD_REQUEST, "{\"error\":\"invalid_grant\"}"));

    Visit.Fetched answer = visit.get("/account/1");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(visit.session()).isEmpty();
    assertThat(withCookie(other.port(), session, "/auth/me").statusCode()).isEqualTo(401);
  }

  /** R3 (c): an answer that leaves out what has not changed, and says no lifetime. */
  @Test
  void shortAnswer_isTakenAsItIs() {
    String session = signInWithExpiredToken("ada");
    keycloak
        .proxy()
        .on(
            "/token",
            Fault.rewritten(
                body -> {
                  String token = body.replaceFirst("(?s).*\"access_token\":\"([^\"]+)\".*", "$1");
                  return "{\"access_token\":\"%s\",\"token_type\":\"Bearer\"}".formatted(token);
                }));

    assertThat(statuses(session, 20)).containsExactly(200);
    assertThat(statuses(session, 20)).containsExactly(200);

    assertThat(keycloak.proxy().tokenRequests("refresh_token")).isEqualTo(1);
    assertThat(visit.signOut().status()).isEqualTo(200);
  }

  /** R3 (c): what a short answer leaves out is what is sent next, and what the provider ends. */
  @Test
  void shortAnswer_leavesTheRefreshTokenAndTheProvidersSession() {
    String session = signInWithExpiredToken("ben");
    keycloak
        .proxy()
        .on(
            "/token",
            Fault.instead(
                HttpStatus.OK,
                "{\"access_token\":\"AT2\",\"token_type\":\"Bearer\",\"expires_in\":1}"));
    assertThat(withCookie(site.port(), session, "/account/1").statusCode()).isEqualTo(200);
    keycloak.proxy().heal();

    await()
        .until(
            () ->
                withCookie(other.port(), session, "/account/1").statusCode() == 200
                    && keycloak.proxy().tokenRequests("refresh_token") == 2);

    assertThat(refreshTokensSent()).hasSize(2);
    assertThat(Set.copyOf(refreshTokensSent())).hasSize(1);
    keycloak.signOut("ben");
    await().until(() -> withCookie(site.port(), session, "/account/1").statusCode() == 401);
  }

  private static List<String> refreshTokensSent() {
    return keycloak.proxy().exchanges("/token").stream()
        .flatMap(exchange -> exchange.field("refresh_token").stream())
        .toList();
  }

  /** R3 (b): a provider that is down is no sign-out. */
  @Test
  void providerDown_keepsTheSession() {
    String session = signInWithExpiredToken("ada");
    keycloak.proxy().on("/token", Fault.instead(HttpStatus.SERVICE_UNAVAILABLE, "{}"));

    HttpResponse<String> down = withCookie(site.port(), session, "/account/1");

    assertThat(down.statusCode()).isEqualTo(503);
    assertThat(down.headers().firstValue("retry-after")).isPresent();
    assertThat(down.headers().firstValue("set-cookie")).isEmpty();
    assertThat(visit.get("/public/1").status()).isEqualTo(200);
    keycloak.proxy().reset();
    await().until(() -> withCookie(site.port(), session, "/account/1").statusCode() == 200);
    assertThat(visit.session()).isPresent();
  }

  /** The provider may have spent the token: it is never sent again. */
  @Test
  void lostAnswer_endsTheSession_andTheTokenIsNotSentAgain() {
    String session = signInWithExpiredToken("ada");
    keycloak.proxy().on("/token", Fault.lost());

    await().until(() -> withCookie(site.port(), session, "/account/1").statusCode() == 401);

    assertThat(withCookie(other.port(), session, "/account/1").statusCode()).isEqualTo(401);
    assertThat(keycloak.proxy().tokenRequests("refresh_token")).isEqualTo(1);
  }

  /** E1: what is slower than a sign-out does not bring the session back. */
  @Test
  void signOutDuringARefresh_winsOverIt() {
    String session = signInWithExpiredToken("ada");
    String tag = visit.csrfTag();
    CompletableFuture<Void> released = new CompletableFuture<>();
    keycloak.proxy().on("/token", Fault.held(released));
    CompletableFuture<HttpResponse<String>> slow = asked(site.port(), session, "/account/1");
    await().until(() -> slow.isDone() || sawRefresh());

    int status = visit.fetch("/auth/logout", "POST", Map.of("X-Harbor-CSRF", tag)).status();
    released.complete(null);

    assertThat(status).isEqualTo(200);
    assertThat(slow.join().headers().firstValue("set-cookie").orElse(""))
        .doesNotContain(session)
        .doesNotContainPattern("__Host-Http-harbor-web-\\d+=[^;]{10,}");
    await().until(() -> keycloak.proxy().tokenRequests("refresh_token") == 1);
    assertThat(withCookie(site.port(), session, "/auth/me").statusCode()).isEqualTo(401);
    assertThat(withCookie(other.port(), session, "/auth/me").statusCode()).isEqualTo(401);
    await().until(() -> !keycloak.proxy().exchanges("/revoke").isEmpty());
  }

  /** E1: the same with the provider in place of the person. */
  @Test
  void backchannelLogoutDuringARefresh_winsOverIt() {
    String session = signInWithExpiredToken("ben");
    CompletableFuture<Void> released = new CompletableFuture<>();
    keycloak.proxy().on("/token", Fault.held(released));
    CompletableFuture<HttpResponse<String>> slow = asked(site.port(), session, "/account/1");
    await().until(() -> slow.isDone() || sawRefresh());

    keycloak.signOut("ben");
    await().until(() -> withCookie(other.port(), session, "/auth/me").statusCode() == 401);
    released.complete(null);

    assertThat(slow.join().headers().firstValue("set-cookie").orElse(""))
        .doesNotContain(session)
        .doesNotContainPattern("__Host-Http-harbor-web-\\d+=[^;]{10,}");
    await().until(() -> keycloak.proxy().tokenRequests("refresh_token") == 1);
    await().until(() -> !keycloak.proxy().exchanges("/revoke").isEmpty());
    assertThat(withCookie(site.port(), session, "/auth/me").statusCode()).isEqualTo(401);
    assertThat(withCookie(other.port(), session, "/auth/me").statusCode()).isEqualTo(401);
  }

  /** The provider ends a session, and so do we. */
  @Test
  void backchannelLogout_endsTheSession_atEveryInstance() {
    visit.signIn("ben", "/");
    String session = visit.session().orElseThrow().value;
    assertThat(withCookie(other.port(), session, "/account/1").statusCode()).isEqualTo(200);

    keycloak.signOut("ben");

    await().until(() -> withCookie(site.port(), session, "/account/1").statusCode() == 401);
    assertThat(withCookie(other.port(), session, "/account/1").statusCode()).isEqualTo(401);
    assertThat(visit.get("/auth/me").status()).isEqualTo(401);
  }

  @Test
  void rotatedKeys_areFound_withoutARestart() {
    visit.signIn("ada", "/");
    keycloak.rotateKeys();
    try (Visit later = chromium.visit(site.address())) {
      await()
          .untilAsserted(
              () -> {
                later.signIn("ben", "/account/1");
                assertThat(later.page().url()).isEqualTo(site.address() + "/account/1");
              });
      assertThat(later.get("/auth/me").body()).contains("Ben Okafor");
    }
    assertThat(visit.get("/auth/me").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {-50, 50})
  void clockAMinuteOff_isForgiven(int seconds) {
    keycloak.proxy().on("/token", clockOff(seconds));

    visit.signIn("ada", "/account/1");

    assertThat(visit.page().url()).isEqualTo(site.address() + "/account/1");
    assertThat(visit.session()).isPresent();
  }

  /** The counter-test: what is forgiven has an end. */
  @ParameterizedTest
  @ValueSource(ints = {-300, 300})
  void clockFiveMinutesOff_isNotForgiven(int seconds) {
    keycloak.proxy().on("/token", clockOff(seconds));

    visit.signIn("ada", "/account/1");

    assertThat(visit.page().url()).contains("/auth/callback");
    assertThat(visit.page().locator("a").count()).isPositive();
    assertThat(visit.session()).isEmpty();
  }

  /** ID tokens that begin or end so far from now: those of a provider with another clock. */
  private static Fault clockOff(int seconds) {
    return idTokens(token -> shifted(token, seconds));
  }

  private static Fault idTokens(UnaryOperator<String> change) {
    return Fault.rewritten(
        body -> {
          Matcher token = Pattern.compile("\"id_token\":\"([^\"]+)\"").matcher(body);
          return token.find() ? body.replace(token.group(1), change.apply(token.group(1))) : body;
        });
  }

  private static String twoHoursOld(String token) {
    try {
      Instant begin = Instant.now().minus(Duration.ofHours(2));
      return keycloak.signed(
          new JWTClaimsSet.Builder(SignedJWT.parse(token).getJWTClaimsSet())
              .claim("at_hash", null)
              .issueTime(Date.from(begin))
              .expirationTime(Date.from(begin.plusSeconds(300)))
              .build());
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String shifted(String token, int seconds) {
    try {
      Date end = Date.from(Instant.now().plusSeconds(seconds));
      JWTClaimsSet.Builder claims =
          new JWTClaimsSet.Builder(SignedJWT.parse(token).getJWTClaimsSet()).claim("at_hash", null);
      return keycloak.signed(
          (seconds < 0 ? claims.expirationTime(end) : claims.notBeforeTime(end)).build());
    } catch (ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Time is ours, but the provider's. */
  @Test
  void session_ends_whenNobodyIsThere_andInAnyCase() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    Map<String, String> settings = new HashMap<>(keycloak.environment("mobile-bff"));
    settings.put("HARBOR_SESSION_MAX_HOURS", "1");
    try (SignInSite timed =
            SignInSite.start(settings, now::get).registeredAt(keycloak, "mobile-bff");
        Visit idle = chromium.visit(timed.address());
        Visit busy = chromium.visit(timed.address())) {
      idle.signIn("ada", "/");
      busy.signIn("ben", "/");

      for (int minutes : new int[] {29, 58}) {
        now.updateAndGet(before -> before.plus(Duration.ofMinutes(29)));
        assertThat(busy.get("/account/1").status()).as("after %d minutes", minutes).isEqualTo(200);
        // To ask who is signed in is no sign of somebody who is there.
        assertThat(idle.get("/auth/me").status()).isEqualTo(minutes < 30 ? 200 : 401);
      }
      assertThat(idle.get("/account/1").status()).isEqualTo(401);

      now.updateAndGet(before -> before.plus(Duration.ofMinutes(2)));
      Visit.Fetched over = busy.get("/account/1");
      assertThat(over.status()).isEqualTo(401);
      assertThat(over.type()).isEqualTo("basic");
      assertThat(busy.get("/auth/me").status()).isEqualTo(401);
      assertThat(busy.page().navigate(timed.address() + "/").status()).isEqualTo(200);
      assertThat(busy.page().textContent("body")).contains("Sign in");
    }
  }

  /** P1: nobody waits for the provider. */
  @Test
  void providerAway_isSaid_andEndsByItself() {
    keycloak.proxy().vanish();
    Map<String, String> settings = new HashMap<>(keycloak.environment("mobile-bff"));
    try (SignInSite early = SignInSite.start(settings).registeredAt(keycloak, "mobile-bff");
        SignInSite app = SignInSite.ofApps(settings);
        Visit visitor = chromium.visit(early.address())) {
      HttpResponse<String> login = ask(early.port(), "/auth/login");
      HttpResponse<String> bearer = withBearer(app.port(), keycloak.accessToken("ada"));

      assertThat(ask(early.port(), "/public/1").statusCode()).isEqualTo(200);
      assertThat(login.statusCode()).isEqualTo(503);
      assertThat(login.headers().firstValue("retry-after")).isPresent();
      assertThat(bearer.statusCode()).isEqualTo(503);
      assertThat(bearer.headers().firstValue("retry-after")).isPresent();

      keycloak.proxy().appear();
      await().until(() -> ask(early.port(), "/auth/login").statusCode() == 303);
      visitor.signIn("ada", "/account/1");
      assertThat(visitor.page().url()).isEqualTo(early.address() + "/account/1");
    }
  }

  /** C1: two sites of one host, and a neighbour's cookie. */
  @Test
  void signOut_reachesNoOtherPort() {
    Cookie neighbours = new Cookie("other", "1");
    neighbours.setUrl("http://localhost:3000");
    visit.context().addCookies(List.of(neighbours));
    try (SignInSite beside =
        SignInSite.start(keycloak.environment("mobile-bff")).registeredAt(keycloak, "mobile-bff")) {
      visit.page().navigate(beside.address() + "/auth/login");
      visit.asKeycloak(visit.page(), "ada");
      // One session of the provider's would end at both.
      visit.forgetProvider();
      visit.signIn("ada", "/");
      assertThat(sessionsOfAllPorts()).hasSize(2);

      Visit.Fetched out = visit.signOut();

      assertThat(out.status()).isEqualTo(200);
      assertThat(out.headers()).doesNotContainKey("strict-transport-security");
      assertThat(sessionsOfAllPorts()).containsExactly("__Host-Http-harbor-web-" + beside.port());
      assertThat(visit.cookies()).anyMatch(cookie -> cookie.name.equals("other"));
      visit.page().navigate(beside.address() + "/account/1");
      assertThat(visit.get("/auth/me").status()).isEqualTo(200);
    }
  }

  /** G2, at a provider that has both sorts of token. */
  @Test
  void bearer_isAnAccessToken_andNothingElse() {
    String idToken = keycloak.tokens("ada").path("id_token").asText();

    try (SignInSite app = SignInSite.ofApps(keycloak.environment("mobile-bff"))) {
      await().until(() -> withBearer(app.port(), keycloak.accessToken("ada")).statusCode() == 200);
      assertThat(idToken).isNotEmpty();
      assertThat(withBearer(app.port(), idToken).statusCode()).isEqualTo(401);
    }
  }

  /**
   * Everything that Chromium sent and got in a whole life of a session, and all that is written
   * down of it.
   */
  @Test
  void noSecret_reachesTheBrowser_orIsWrittenDown() {
    List<String> callbacks = callbacks();
    Set<String> written = new HashSet<>();
    String session;
    try (LogCapture log = LogCapture.atDebug()) {
      session = signInWithExpiredToken("ada");
      assertThat(visit.get("/account/1").status()).isEqualTo(200);
      visit.page().navigate(callbacks.getFirst());
      try (Visit nobody = chromium.visit(site.address())) {
        assertThat(nobody.page().navigate(callbacks.getFirst()).status()).isEqualTo(400);
      }
      assertThat(ask(site.port(), "/account/1").statusCode()).isEqualTo(401);
      assertThat(visit.signOut().body()).isEqualTo("{\"next\":\"/\"}");
      visit.page().navigate(site.address() + "/");
      log.lines()
          .forEach(line -> written.add(line.getFormattedMessage() + line.getThrowableProxy()));
    }
    written.add(site.spans());
    written.add(site.metrics());
    written.add(site.plans());
    Set<String> tokens = secrets();
    String record = visit.ended();

    assertThat(tokens).hasSizeGreaterThanOrEqualTo(8);
    // The record has addresses, headers of both directions and bodies.
    assertThat(record)
        .contains("/auth/callback?", "X-Harbor-CSRF", session, "user:u-", "Ada Lindqvist");
    assertThat(tokens).noneMatch(record::contains);
    Set<String> secrets = new HashSet<>(tokens);
    secrets.add(session);
    for (String name : List.of("code", "state")) {
      secrets.add(callbacks.getFirst().replaceFirst(".*[?&]" + name + "=([^&]+).*", "$1"));
    }
    secrets.add(nonce(tokens));
    String all = String.join("\n", written);
    assertThat(all).contains("act=sign-in", "act=sign-out", "/auth/callback", "/account/{id}");
    assertThat(secrets).hasSizeGreaterThanOrEqualTo(12).noneMatch(all::contains);
  }

  /** The one of the sign-in, as the ID token has it. */
  private static String nonce(Set<String> tokens) {
    return tokens.stream()
        .map(SessionLifeIT::nonce)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow();
  }

  private static Optional<String> nonce(String token) {
    try {
      return Optional.ofNullable(SignedJWT.parse(token).getJWTClaimsSet().getStringClaim("nonce"));
    } catch (ParseException _) {
      return Optional.empty();
    }
  }

  /** Addresses of callbacks that the browser asks for from now on. */
  private List<String> callbacks() {
    List<String> callbacks = new ArrayList<>();
    visit
        .context()
        .onRequest(
            request -> {
              if (request.url().contains("/auth/callback")) {
                callbacks.add(request.url());
              }
            });
    return callbacks;
  }

  private static Set<String> secrets() {
    Set<String> secrets = new HashSet<>();
    secrets.add(Keycloak.secretOf("web-bff"));
    for (ProviderProxy.Exchange exchange : keycloak.proxy().exchanges("/token")) {
      exchange.field("code_verifier").ifPresent(secrets::add);
      exchange.field("refresh_token").ifPresent(secrets::add);
      for (String name : List.of("access_token", "refresh_token", "id_token")) {
        String value =
            exchange.received().replaceFirst("(?s).*\"" + name + "\":\"([^\"]+)\".*", "$1");
        if (!value.equals(exchange.received())) {
          secrets.add(value);
        }
      }
    }
    return secrets;
  }

  /** Signs in so that the next request finds the access token at its end; gives the session. */
  private String signInWithExpiredToken(String person) {
    keycloak
        .proxy()
        .on("/token", Fault.rewritten(body -> body.replaceFirst(PLAIN_EXPIRY, "\"expires_in\":1")));
    visit.signIn(person, "/");
    Instant end = Instant.now().plusSeconds(1);
    assertThat(keycloak.proxy().tokenRequests("refresh_token")).isZero();
    keycloak.proxy().heal();
    await().until(() -> Instant.now().isAfter(end));
    return visit.session().orElseThrow().value;
  }

  private static boolean sawRefresh() {
    return keycloak.proxy().underWay("/token") > 0;
  }

  private static Set<Integer> statuses(String session, int requests) {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      int port = i % 2 == 0 ? site.port() : other.port();
      answers.add(asked(port, session, "/account/" + i));
    }
    Set<Integer> statuses = new HashSet<>();
    answers.forEach(answer -> statuses.add(answer.join().statusCode()));
    return statuses;
  }

  /** The provider's answer to a sign-in, as an address that nobody has opened. */
  private static String stoppedCallback(Visit attacker, String person) {
    List<String> stopped = new ArrayList<>();
    keycloak
        .proxy()
        .on(
            "/authenticate",
            provider ->
                provider
                    .get()
                    .thenApply(
                        answer -> {
                          stopped.add(answer.headers().get(HttpHeaderNames.LOCATION, ""));
                          return AggregatedHttpResponse.of(HttpStatus.OK);
                        }));
    attacker.signIn(person, "/");
    keycloak.proxy().reset();
    return stopped.getFirst();
  }

  private List<Cookie> siteCookies() {
    return visit.cookies().stream()
        .filter(cookie -> cookie.name.startsWith("__Host-Http-harbor"))
        .toList();
  }

  private List<String> sessionsOfAllPorts() {
    return siteCookies().stream()
        .map(cookie -> cookie.name)
        .filter(name -> !name.contains("login"))
        .toList();
  }

  private static HttpResponse<String> ask(int port, String path) {
    return send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))).join();
  }

  private static HttpResponse<String> withCookie(int port, String session, String path) {
    return asked(port, session, path).join();
  }

  private static CompletableFuture<HttpResponse<String>> asked(
      int port, String session, String path) {
    return send(
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .header("Cookie", "__Host-Http-harbor-web-" + site.port() + "=" + session));
  }

  private static HttpResponse<String> withBearer(int port, String token) {
    return send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/account/1"))
            .header("Authorization", "Bearer " + token))
        .join();
  }

  private static CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
    return CLIENT.sendAsync(request.build(), BodyHandlers.ofString());
  }
}
