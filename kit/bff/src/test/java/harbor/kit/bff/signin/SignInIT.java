package harbor.kit.bff.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.QueryParamsBuilder;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import harbor.kit.bff.edge.SignInBff;
import harbor.kit.bff.session.Frontend;
import harbor.kit.bff.signin.provider.ScriptedProvider;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Signing in and out at a BFF whose provider is scripted. */
class SignInIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TestAccounts ACCOUNTS = new TestAccounts();

  private static ScriptedProvider provider;
  private static SignInBff bff;

  private TestBrowser browser;

  @BeforeAll
  static void start() {
    provider = ScriptedProvider.start();
    bff = new SignInBff(Frontend.browser("web"), ACCOUNTS, settings(provider.issuer()));
  }

  private static Map<String, String> settings(String issuer) {
    return Map.of(
        "HARBOR_OIDC_ISSUER", issuer,
        "HARBOR_OIDC_CLIENT_ID", ScriptedProvider.CLIENT,
        "HARBOR_OIDC_CLIENT_SECRET", ScriptedProvider.SECRET,
        "HARBOR_OIDC_AUDIENCE", ScriptedProvider.AUDIENCE);
  }

  @AfterAll
  static void stop() {
    bff.close();
    provider.close();
  }

  @BeforeEach
  void open() {
    provider.answersAll(_ -> Optional.empty());
    provider.tokenEndpoint(provider::usualTokens);
    ACCOUNTS.isDown(false);
    browser = new TestBrowser(bff.port());
  }

  @Test
  void twoTabs_signIn_eachOnItsOwnAddress() {
    QueryParams first = begin(browser, "/account/orders");
    QueryParams second = begin(browser, "/p/HB1001?utm_campaign=50%25off");

    AggregatedHttpResponse secondEnd = finish(browser, second, "tab");
    assertThat(location(secondEnd)).isEqualTo("/p/HB1001?utm_campaign=50%25off");
    assertThat(who(browser)).contains("user:u-tab");

    AggregatedHttpResponse firstEnd = finish(browser, first, "tab");
    assertThat(location(firstEnd)).isEqualTo("/account/orders");
    assertThat(who(browser)).contains("user:u-tab").contains("customer");
    assertThat(browser.jar().keySet()).hasSize(1);
    assertThat(sessions(browser)).as("the first of them was replaced").hasSize(1);

    // The counter-test: in another browser it is one more.
    TestBrowser other = new TestBrowser(bff.port());
    signIn(other, "tab");
    assertThat(sessions(browser)).hasSize(2).isEqualTo(sessions(other));
  }

  @Test
  void attackersCallback_signsNobodyIn_inAnotherBrowser() {
    TestBrowser attacker = new TestBrowser(bff.port());
    String callback = callback(begin(attacker, "/"), "eve");
    TestBrowser withOwnStart = new TestBrowser(bff.port());
    begin(withOwnStart, "/");
    int before = provider.tokenRequests().size();

    for (TestBrowser victim : List.of(browser, withOwnStart)) {
      AggregatedHttpResponse answer = victim.get(callback);

      assertPage(answer, HttpStatus.BAD_REQUEST);
      assertThat(victim.session()).isEmpty();
    }
    assertThat(provider.tokenRequests()).hasSize(before);
    assertThat(location(attacker.get(callback))).isEqualTo("/");
  }

  @Test
  void usedCallback_leadsToTheStartPage_whenSignedIn_andToAPageWhenNot() {
    QueryParams asked = begin(browser, "/x");
    String callback = callback(asked, "ada");
    assertThat(location(browser.get(callback))).isEqualTo("/x");
    String session = browser.session();
    int before = provider.tokenRequests().size();

    AggregatedHttpResponse again = browser.get(callback);

    assertThat(again.status()).isEqualTo(HttpStatus.SEE_OTHER);
    assertThat(location(again)).isEqualTo("/");
    assertThat(browser.session()).isEqualTo(session);
    assertPage(new TestBrowser(bff.port()).get(callback), HttpStatus.BAD_REQUEST);
    assertThat(provider.tokenRequests()).hasSize(before);
  }

  @Test
  void usedCallback_hasAPage_inTheSessionOfSomebodyElse() {
    String callback = callback(begin(browser, "/"), "ada");
    assertThat(location(browser.get(callback))).isEqualTo("/");
    signIn(browser, "bob");
    String session = browser.session();
    int before = provider.tokenRequests().size();

    assertPage(browser.get(callback), HttpStatus.BAD_REQUEST);

    assertThat(browser.session()).isEqualTo(session);
    assertThat(who(browser)).contains("user:u-bob");
    assertThat(provider.tokenRequests()).hasSize(before);
  }

  @Test
  void usedState_isNotSentAgain_whenABrowserKeptItsCookie() {
    QueryParams asked = begin(browser, "/");
    Map<String, String> kept = new HashMap<>(browser.jar());
    String callback = callback(asked, "ada");
    assertThat(location(browser.get(callback))).isEqualTo("/");
    TestBrowser copy = new TestBrowser(bff.port());
    copy.jar().putAll(kept);
    int before = provider.tokenRequests().size();

    assertPage(copy.get(callback), HttpStatus.BAD_REQUEST);
    assertThat(provider.tokenRequests()).hasSize(before);
  }

  @Test
  void unknownState_hasAPage_withAWayOut() {
    AggregatedHttpResponse answer = browser.get("/auth/callback?code=x&state=" + "y".repeat(22));

    assertPage(answer, HttpStatus.BAD_REQUEST);
    assertThat(answer.contentUtf8()).contains("<a href=\"/auth/login?return=%2F\">");
    assertPage(browser.get("/auth/callback"), HttpStatus.BAD_REQUEST);
  }

  @Test
  void cancelledSignIn_hasAPage_whichRunsNothing() {
    QueryParams asked = begin(browser, "/p/1");
    QueryParamsBuilder said =
        QueryParams.builder()
            .add("error", "access_denied")
            .add("error_description", "<script>x</script>")
            .add("state", asked.get("state"));

    AggregatedHttpResponse answer = browser.get("/auth/callback?" + said.build().toQueryString());

    assertPage(answer, HttpStatus.BAD_REQUEST);
    assertThat(answer.contentUtf8())
        .contains("&lt;script&gt;x&lt;/script&gt;", "return=%2Fp%2F1")
        .doesNotContain("<script");
    assertThat(browser.jar()).isEmpty();
  }

  @Test
  void refusedSignIn_hasAPage() {
    QueryParams asked = begin(browser, "/");
    provider.tokenEndpoint(_ -> ScriptedProvider.error(400, "invalid_grant"));

    AggregatedHttpResponse answer = finish(browser, asked, "ada");

    assertPage(answer, HttpStatus.BAD_REQUEST);
    assertThat(browser.session()).isEmpty();
  }

  @Test
  void signIn_hasAPage_whileTheProviderOrTheAccountsAreDown() {
    QueryParams first = begin(browser, "/");
    QueryParams second = begin(browser, "/");
    provider.tokenEndpoint(_ -> HttpResponse.of(HttpStatus.BAD_GATEWAY));

    AggregatedHttpResponse withoutProvider =
        browser.get(callback(first, "ada"), "accept: text/html,*/*");
    provider.tokenEndpoint(provider::usualTokens);
    ACCOUNTS.isDown(true);
    AggregatedHttpResponse withoutAccounts =
        browser.get(callback(second, "ada"), "accept: text/html,*/*");

    for (AggregatedHttpResponse answer : List.of(withoutProvider, withoutAccounts)) {
      assertPage(answer, HttpStatus.SERVICE_UNAVAILABLE);
      assertThat(answer.headers().get(HttpHeaderNames.RETRY_AFTER)).isNotNull();
    }
    assertThat(browser.session()).isEmpty();
  }

  @Test
  void secondPerson_replacesTheFirst() {
    signIn(browser, "ada");
    TestBrowser first = new TestBrowser(bff.port());
    first.jar().putAll(browser.jar());

    signIn(browser, "bob");

    assertThat(browser.session()).isNotEqualTo(first.session());
    assertThat(who(browser)).contains("user:u-bob");
    assertThat(first.get("/account/1").status()).isEqualTo(HttpStatus.UNAUTHORIZED);
  }

  @ParameterizedTest
  @MethodSource("harbor.kit.bff.signin.ReturnAddresses#elsewhere")
  void returnAddress_isTheStartPage_whenItLeadsElsewhere(String asked) throws IOException {
    AggregatedHttpResponse in = finish(browser, begin(browser, asked), "ada");
    AggregatedHttpResponse out =
        browser.send(
            HttpMethod.POST,
            "/auth/logout?" + QueryParams.of("return", asked).toQueryString(),
            "",
            "x-harbor-csrf: " + csrf(browser));

    assertThat(location(in)).isEqualTo("/");
    assertThat(out.contentUtf8()).isEqualTo("{\"next\":\"/\"}");
  }

  @Test
  void guest_becomesTheUser() {
    browser.jar().put("guest", "0123456789abcdefghijkl");

    signIn(browser, "gus");

    assertThat(ACCOUNTS.merged()).contains("0123456789abcdefghijkl u-gus");
  }

  @Test
  void me_saysWhoIsSignedIn() throws IOException {
    AggregatedHttpResponse nobody = browser.get("/auth/me");
    signIn(browser, "ada");
    AggregatedHttpResponse ada = browser.get("/auth/me");

    assertThat(nobody.status()).isEqualTo(HttpStatus.UNAUTHORIZED);
    assertThat(nobody.contentUtf8()).contains("NOT_SIGNED_IN");
    assertThat(ada.status()).isEqualTo(HttpStatus.OK);
    assertThat(ada.headers().get(HttpHeaderNames.CACHE_CONTROL)).isEqualTo("no-store");
    JsonNode who = JSON.readTree(ada.contentUtf8());
    assertThat(who.get("userId").asText()).isEqualTo("u-ada");
    assertThat(who.get("displayName").asText()).isEqualTo("Ada <b>ada</b>");
    assertThat(who.get("roles").toString()).isEqualTo("[\"customer\"]");
    assertThat(who.get("csrf").asText()).isNotEmpty();
    assertThat(Instant.parse(who.get("expiresAt").asText())).isAfter(Instant.now());
  }

  @Test
  void startPage_saysWhoIsSignedIn_andShowsThemMore() {
    AggregatedHttpResponse nobody = browser.get("/");
    signIn(browser, "ada");
    AggregatedHttpResponse ada = browser.get("/");

    assertThat(nobody.contentUtf8())
        .contains("<a href=\"/auth/login\">Sign in</a>", "/public/{id}")
        .doesNotContain("/account/{id}");
    assertThat(ada.contentUtf8())
        .contains("Ada &lt;b&gt;ada&lt;/b&gt;", "Sign out", "/account/{id}")
        .contains("<script src=\"/auth/sign-out.js\" defer></script>");
    for (AggregatedHttpResponse page : List.of(nobody, ada)) {
      assertThat(page.headers().get(HttpHeaderNames.CACHE_CONTROL)).isEqualTo("private, no-store");
      assertThat(page.headers().get(HttpHeaderNames.CONTENT_SECURITY_POLICY))
          .startsWith("default-src 'none'; script-src 'self'; connect-src 'self'");
    }
    assertThat(browser.get("/auth/sign-out.js").contentUtf8()).contains("X-Harbor-CSRF");
  }

  @Test
  void signOut_endsTheSession_andTellsWhereToGo() throws IOException {
    signIn(browser, "ada");
    TestBrowser stolen = new TestBrowser(bff.port());
    stolen.jar().putAll(browser.jar());
    String csrf = csrf(browser);

    AggregatedHttpResponse answer =
        browser.send(HttpMethod.POST, "/auth/logout?return=%2Fp%2F1", "", "x-harbor-csrf: " + csrf);

    assertThat(answer.status()).isEqualTo(HttpStatus.OK);
    assertThat(answer.headers().get("clear-site-data")).isEqualTo("\"storage\"");
    assertThat(answer.headers().getAll(HttpHeaderNames.SET_COOKIE))
        .singleElement()
        .asString()
        .startsWith("__Host-Http-harbor-web-")
        .contains("Max-Age=0", "; Path=/", "; Secure", "; SameSite=Lax")
        .containsIgnoringCase("; HttpOnly")
        .doesNotContain("Domain");
    assertThat(answer.contentUtf8()).isEqualTo("{\"next\":\"/p/1\"}");
    await().until(() -> !provider.signedOut().isEmpty());
    assertThat(provider.signedOut())
        .last()
        .satisfies(
            form ->
                assertThat(SignedJWT.parse(form.get("id_token_hint")).getJWTClaimsSet())
                    .returns("ada", JWTClaimsSet::getSubject));
    assertThat(stolen.get("/auth/me").status()).isEqualTo(HttpStatus.UNAUTHORIZED);
    await().untilAsserted(() -> assertThat(provider.revoked()).contains("refresh-of-ada"));
  }

  @Test
  void signOut_isForPagesOfTheSessionAlone() throws IOException {
    signIn(browser, "ada");
    String csrf = csrf(browser);

    assertThat(browser.send(HttpMethod.POST, "/auth/logout", "").status())
        .isEqualTo(HttpStatus.FORBIDDEN);
    assertThat(
            browser
                .send(
                    HttpMethod.POST,
                    "/auth/logout",
                    "",
                    "x-harbor-csrf: " + csrf,
                    "origin: https://evil.example")
                .status())
        .isEqualTo(HttpStatus.FORBIDDEN);
    assertThat(browser.send(HttpMethod.POST, "/auth/logout", "", "x-harbor-csrf: 1").status())
        .isEqualTo(HttpStatus.CONFLICT);
    for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.HEAD)) {
      AggregatedHttpResponse answer = browser.send(method, "/auth/logout", "");
      assertThat(answer.status()).isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
      assertThat(answer.headers().get(HttpHeaderNames.ALLOW)).isEqualTo("POST");
    }
    assertThat(who(browser)).contains("user:u-ada");
  }

  @Test
  void signOut_worksWithoutTheProvider() throws IOException {
    signIn(browser, "ada");
    String csrf = csrf(browser);
    provider.answersAll(_ -> Optional.of(HttpResponse.of(HttpStatus.BAD_GATEWAY)));

    AggregatedHttpResponse answer =
        browser.send(HttpMethod.POST, "/auth/logout", "", "x-harbor-csrf: " + csrf);

    assertThat(answer.status()).isEqualTo(HttpStatus.OK);
    assertThat(answer.contentUtf8()).isEqualTo("{\"next\":\"/\"}");
    assertThat(browser.session()).isEmpty();
  }

  /** A test that waits for the provider never ends. */
  @Test
  void signOut_doesNotWaitForAProvider_thatDoesNotAnswer() throws IOException {
    signIn(browser, "ada");
    String csrf = csrf(browser);
    provider.answersAll(_ -> Optional.of(HttpResponse.streaming()));

    AggregatedHttpResponse answer =
        browser.send(HttpMethod.POST, "/auth/logout", "", "x-harbor-csrf: " + csrf);

    assertThat(answer.status()).isEqualTo(HttpStatus.OK);
    assertThat(browser.session()).isEmpty();
    await().until(() -> provider.asked().contains("/realm/logout"));
  }

  @Test
  void signIn_isNotBegun_byWhoFetchesAheadOrAsksForHeaders() {
    for (String header : List.of("sec-purpose: prefetch", "sec-purpose: prefetch;prerender")) {
      AggregatedHttpResponse answer = browser.get("/auth/login", header);
      assertThat(answer.status()).isEqualTo(HttpStatus.FORBIDDEN);
      assertThat(answer.headers().contains(HttpHeaderNames.LOCATION)).isFalse();
    }
    QueryParams begun = begin(browser, "/x");
    String callback = callback(begun, "ada");
    for (String path : List.of("/auth/login", callback)) {
      assertThat(browser.get(path, "sec-purpose: prefetch").status())
          .isEqualTo(HttpStatus.FORBIDDEN);
      AggregatedHttpResponse answer = browser.send(HttpMethod.HEAD, path, "");
      assertThat(answer.status()).isEqualTo(HttpStatus.METHOD_NOT_ALLOWED);
      assertThat(answer.headers().get(HttpHeaderNames.ALLOW)).isEqualTo("GET");
    }
    assertThat(browser.jar()).hasSize(1);
    assertThat(location(browser.get(callback))).isEqualTo("/x");
  }

  @Test
  void browser_carriesFewCookies_afterManyUnfinishedStarts() {
    QueryParams last = begin(browser, "/");
    for (int i = 0; i < 50; i++) {
      last = begin(browser, "/search?q=" + "a".repeat(100));
    }

    assertThat(browser.cookies()).hasSizeLessThan(4_096);
    assertThat(finish(browser, last, "ada").status()).isEqualTo(HttpStatus.SEE_OTHER);
  }

  @Test
  void backChannelLogout_endsTheSession() {
    signIn(browser, "ada");

    AggregatedHttpResponse answer = loggedOut(provider.signed(logout(), "logout+jwt"));

    assertThat(answer.status()).isEqualTo(HttpStatus.OK);
    assertThat(answer.headers().get(HttpHeaderNames.CACHE_CONTROL)).isEqualTo("no-store");
    assertThat(browser.get("/auth/me").status()).isEqualTo(HttpStatus.UNAUTHORIZED);
  }

  @Test
  void backChannelLogout_endsAllOfThePerson_whenItNamesNoSession() {
    signIn(browser, "ada");

    assertThat(
            loggedOut(
                    provider.signed(
                        provider
                            .logoutClaims("ada", "x", Instant.now())
                            .claim("sid", null)
                            .build()))
                .status())
        .isEqualTo(HttpStatus.OK);
    assertThat(browser.get("/auth/me").status()).isEqualTo(HttpStatus.UNAUTHORIZED);
  }

  @Test
  void backChannelLogout_isRefused_whenTheTokenIsNone() throws JOSEException {
    signIn(browser, "ada");
    String used =
        provider.signed(provider.logoutClaims("nobody", "nothing", Instant.now()).build());
    assertThat(loggedOut(used).status()).isEqualTo(HttpStatus.OK);
    Map<String, String> bad = badLogoutTokens();
    bad.put("same jti", used);

    bad.forEach(
        (what, token) ->
            assertThat(loggedOut(token).status()).as(what).isEqualTo(HttpStatus.BAD_REQUEST));
    assertThat(browser.send(HttpMethod.POST, "/auth/backchannel-logout", "logout_token=x").status())
        .isEqualTo(HttpStatus.BAD_REQUEST);
    assertThat(loggedOut("x".repeat(1_000_000)).status())
        .isEqualTo(HttpStatus.REQUEST_ENTITY_TOO_LARGE);
    assertThat(who(browser)).contains("user:u-ada");
  }

  private static JWTClaimsSet logout() {
    return provider.logoutClaims("ada", "sid-of-ada", Instant.now()).build();
  }

  private static Map<String, String> badLogoutTokens() throws JOSEException {
    Instant now = Instant.now();
    JWTClaimsSet good = logout();
    SignedJWT swapped =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(provider.key().getKeyID()).build(),
            good);
    swapped.sign(
        new MACSigner(
            provider.key().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
    Map<String, String> bad = new LinkedHashMap<>();
    bad.put("no events", signed(claims -> claims.claim("events", null)));
    bad.put("other events", signed(claims -> claims.claim("events", Map.of("x", Map.of()))));
    bad.put("nonce", signed(claims -> claims.claim("nonce", "n")));
    bad.put("alg none", new PlainJWT(good).serialize());
    bad.put("HS256 with the public key", swapped.serialize());
    bad.put("other aud", signed(claims -> claims.audience("other")));
    bad.put("other iss", signed(claims -> claims.issuer("https://other.example")));
    bad.put("old", signed(claims -> claims.issueTime(Date.from(now.minusSeconds(600)))));
    bad.put("no jti", signed(claims -> claims.jwtID(null)));
    bad.put("nobody", signed(claims -> claims.subject(null).claim("sid", null)));
    bad.put("ID token", provider.signed(provider.idClaims("ada", "n", now).build()));
    bad.put("access token", provider.signed(provider.accessClaims("ada", now).build()));
    bad.put("nothing", "");
    return bad;
  }

  private static String signed(UnaryOperator<JWTClaimsSet.Builder> change) {
    return provider.signed(
        change.apply(provider.logoutClaims("ada", "sid-of-ada", Instant.now())).build());
  }

  /** As a provider sends it: no cookie, no origin, none of a browser's headers. */
  private static AggregatedHttpResponse loggedOut(String token) {
    return WebClient.of("h1c://127.0.0.1:" + bff.port())
        .prepare()
        .post("/auth/backchannel-logout")
        .content(MediaType.FORM_DATA, QueryParams.of("logout_token", token).toQueryString())
        .execute()
        .aggregate()
        .join();
  }

  @Test
  void bearers_ofAnotherSort_areNobodys_atAnApp() {
    Instant now = Instant.now();
    try (SignInBff app =
        new SignInBff(Frontend.app("app"), ACCOUNTS, settings(provider.issuer()))) {
      TestBrowser phone = new TestBrowser(app.port());
      String good = provider.signed(provider.accessClaims("ada", now).build());
      Map<String, String> bad =
          Map.of(
              "ID token", provider.signed(provider.idClaims("ada", "n", now).build()),
              "logout token", provider.signed(logout(), "logout+jwt"),
              "other audience",
                  provider.signed(provider.accessClaims("ada", now).audience("x").build()),
              "service token",
                  provider.signed(provider.accessClaims("ada", now).build(), "harbor-service+jwt"));

      assertThat(phone.get("/account/1", "authorization: Bearer " + good).contentUtf8())
          .contains("user:u-ada", "admin");
      assertThat(phone.get("/auth/me", "authorization: Bearer " + good).contentUtf8())
          .contains("\"userId\":\"u-ada\"", "\"roles\":[\"admin\"]", "\"expiresAt\":\"")
          .doesNotContain("csrf", "displayName");
      bad.forEach(
          (what, token) ->
              assertThat(List.of("/account/1", "/auth/me"))
                  .as(what)
                  .allSatisfy(
                      path ->
                          assertThat(phone.get(path, "authorization: Bearer " + token).status())
                              .isEqualTo(HttpStatus.UNAUTHORIZED)));
      phone.jar().clear();
      assertThat(location(finish(phone, begin(phone, "/x"), "ada"))).isEqualTo("/x");
    }
  }

  /** P1: its port is closed, or it takes connections and says nothing. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void provider_mayBeDown_whenTheBffStarts_andComesWithoutARestart(boolean isSilent)
      throws IOException {
    String token = "Bearer " + provider.signed(provider.accessClaims("ada", Instant.now()).build());
    ServerSocket silent = new ServerSocket(0);
    int port = silent.getLocalPort();
    String issuer = "http://127.0.0.1:%d/realm".formatted(port);
    if (!isSilent) {
      silent.close();
    }
    try (silent;
        SignInBff app = new SignInBff(Frontend.app("app"), ACCOUNTS, settings(issuer))) {
      TestBrowser phone = new TestBrowser(app.port());
      assertThat(phone.get("/public/1").status()).isEqualTo(HttpStatus.OK);
      assertDown(phone.get("/auth/login"));
      assertDown(phone.get("/account/1", "authorization: " + token));
      assertPage(phone.get("/auth/login", "accept: text/html"), HttpStatus.SERVICE_UNAVAILABLE);
      assertThat(phone.jar()).isEmpty();

      silent.close();
      try (ScriptedProvider _ = ScriptedProvider.startOn(port)) {
        await()
            .untilAsserted(
                () ->
                    assertThat(phone.get("/auth/login").status()).isEqualTo(HttpStatus.SEE_OTHER));
      }
    }
  }

  private static void assertDown(AggregatedHttpResponse answer) {
    assertThat(answer.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
    assertThat(answer.headers().get(HttpHeaderNames.RETRY_AFTER)).isNotNull();
    assertThat(answer.contentUtf8()).contains("SIGN_IN_UNAVAILABLE");
  }

  @Test
  void nobodyCanSignIn_withoutAnIssuer() {
    try (SignInBff off = new SignInBff(Frontend.browser("web"), ACCOUNTS, Map.of())) {
      TestBrowser visitor = new TestBrowser(off.port());

      AggregatedHttpResponse answer = visitor.get("/auth/login");
      assertPage(answer, HttpStatus.NOT_FOUND);
      assertThat(answer.contentUtf8()).contains("Nobody can sign in here");
      assertThat(visitor.get("/auth/me").status()).isEqualTo(HttpStatus.UNAUTHORIZED);
      assertThat(visitor.get("/public/1").status()).isEqualTo(HttpStatus.OK);
      assertThat(visitor.get("/account/1").status()).isEqualTo(HttpStatus.UNAUTHORIZED);
    }
  }

  @Test
  void secrets_areInNoLogSpanOrMetric_andNoTokenReachesTheBrowser() throws IOException {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    root.setLevel(Level.DEBUG);
    root.addAppender(log);
    String code;
    QueryParams asked;
    String session;
    QueryParams redeemed;
    try {
      asked = begin(browser, "/p/1");
      code = provider.signsIn(asked, "ada");
      String callback = "/auth/callback?code=" + code + "&state=" + asked.get("state");
      browser.get(callback);
      redeemed = provider.tokenRequests().getLast();
      session = browser.session();
      browser.get(callback);
      new TestBrowser(bff.port()).get(callback);
      browser.get("/");
      who(browser);
      loggedOut(provider.signed(logout()));
      signIn(browser, "bob");
      browser.send(HttpMethod.POST, "/auth/logout", "", "x-harbor-csrf: " + csrf(browser));
      provider.tokenEndpoint(_ -> ScriptedProvider.error(400, "invalid_grant"));
      finish(browser, begin(browser, "/"), "ada");
      provider.tokenEndpoint(_ -> HttpResponse.of(HttpStatus.BAD_GATEWAY));
      finish(browser, begin(browser, "/"), "ada");
    } finally {
      root.detachAppender(log);
      root.setLevel(before);
    }
    String written =
        List.copyOf(log.list).stream()
                .map(line -> line.getFormattedMessage() + line.getThrowableProxy())
                .collect(Collectors.joining("\n"))
            + bff.spans()
            + bff.metrics();
    Set<String> secrets =
        Set.of(
            code,
            asked.get("state", "?"),
            asked.get("nonce", "?"),
            redeemed.get("code_verifier", "?"),
            session,
            ScriptedProvider.SECRET,
            "refresh-of-",
            "eyJ");

    assertThat(secrets).allSatisfy(secret -> assertThat(secret).hasSizeGreaterThan(2));
    assertThat(written).contains("/auth/callback").doesNotContain(secrets);
    // what the provider and the browser say to each other goes through the browser
    assertThat(browser.seen())
        .doesNotContain(
            redeemed.get("code_verifier", "?"),
            ScriptedProvider.SECRET,
            "refresh-of-",
            provider.tokenRequests().getFirst().get("code_verifier", "?"));
  }

  private static QueryParams begin(TestBrowser browser, String back) {
    AggregatedHttpResponse answer =
        browser.get("/auth/login?" + QueryParams.of("return", back).toQueryString());
    assertThat(answer.status()).isEqualTo(HttpStatus.SEE_OTHER);
    assertThat(answer.headers().get(HttpHeaderNames.CACHE_CONTROL)).isEqualTo("no-store");
    QueryParams asked = QueryParams.fromQueryString(URI.create(location(answer)).getRawQuery());
    assertThat(asked.get("redirect_uri")).isEqualTo(browser.site() + "/auth/callback");
    return asked;
  }

  private static String callback(QueryParams asked, String subject) {
    return "/auth/callback?"
        + QueryParams.of("code", provider.signsIn(asked, subject), "state", asked.get("state", ""))
            .toQueryString();
  }

  private static AggregatedHttpResponse finish(
      TestBrowser browser, QueryParams asked, String subject) {
    return browser.get(callback(asked, subject));
  }

  private static void signIn(TestBrowser browser, String subject) {
    assertThat(finish(browser, begin(browser, "/"), subject).status())
        .isEqualTo(HttpStatus.SEE_OTHER);
    assertThat(browser.session()).isNotEmpty();
  }

  private static String who(TestBrowser browser) {
    return browser.get("/account/1").contentUtf8();
  }

  /** The ids of a person's sessions, as they see them. */
  private static List<String> sessions(TestBrowser browser) {
    String list = browser.get("/sessions").contentUtf8();
    return List.of(list.replaceFirst("(?s).*\"description\":\"([^\"]*)\".*", "$1").split(" ", -1));
  }

  private static String csrf(TestBrowser browser) throws IOException {
    return JSON.readTree(browser.get("/auth/me").contentUtf8()).get("csrf").asText();
  }

  private static String location(AggregatedHttpResponse answer) {
    return answer.headers().get(HttpHeaderNames.LOCATION, "none");
  }

  private static void assertPage(AggregatedHttpResponse answer, HttpStatus status) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers().contains(HttpHeaderNames.LOCATION)).isFalse();
    assertThat(answer.headers().get(HttpHeaderNames.CACHE_CONTROL)).isEqualTo("no-store");
    assertThat(answer.headers().getAll(HttpHeaderNames.CONTENT_SECURITY_POLICY))
        .containsExactly(
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    assertThat(answer.headers().getAll(HttpHeaderNames.REFERRER_POLICY))
        .containsExactly("same-origin");
    assertThat(answer.headers().getAll(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS))
        .containsExactly("nosniff");
    assertThat(answer.contentUtf8())
        .startsWith("<!doctype html>")
        .contains("<a href=\"/\">")
        .doesNotContain("http-equiv", "<script");
  }
}
