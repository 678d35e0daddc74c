package harbor.identitydev;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import harbor.kit.runtime.StartFailed;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in at the development provider, as a BFF and a browser do it. */
class IdentityDevIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String CALLBACK = "http://localhost:8080/auth/callback";

  private static IdentityDev provider;

  @BeforeAll
  static void start() {
    provider = IdentityDev.start(new IdentityDevSettings(0));
  }

  @AfterAll
  static void stop() {
    provider.close();
  }

  @Test
  void discovery_namesTheIssuerAndItsEndpoints() throws Exception {
    Map<String, Object> document =
        JSONObjectUtils.parse(get("/.well-known/openid-configuration").body());

    assertThat(document)
        .containsEntry("issuer", provider.issuer().toString())
        .containsEntry("token_endpoint", provider.issuer() + "/token")
        .containsEntry("end_session_endpoint", provider.issuer() + "/endsession");
  }

  @Test
  void page_offersEverybody_andAWayOut() throws Exception {
    HttpResponse<String> page = get("/authorize?" + question("s+1", new CodeVerifier()));

    assertThat(page.headers().firstValue("content-security-policy")).isPresent();
    assertThat(page.body())
        .contains("Ada Lindqvist", "Ben Okafor", "Grace Moreau")
        .contains(CALLBACK + "?error=access_denied&amp;state=s%2B1")
        .doesNotContain("<script");
  }

  @ParameterizedTest
  @CsvSource({"ada,Ada Lindqvist,''", "ben,Ben Okafor,''", "grace,Grace Moreau,admin"})
  void signIn_givesTokensOfThePerson(String subject, String name, String role) throws Exception {
    CodeVerifier verifier = new CodeVerifier();

    Map<String, Object> tokens = tokens(code(subject, verifier), verifier);

    JWTClaimsSet access = verified(tokens.get("access_token"));
    assertThat(access.getIssuer()).isEqualTo(provider.issuer().toString());
    assertThat(access.getSubject()).isEqualTo(subject);
    assertThat(access.getAudience()).containsExactly(IdentityDev.AUDIENCE);
    assertThat(access.getStringListClaim(IdentityDev.ROLES_CLAIM))
        .isEqualTo(role.isEmpty() ? java.util.List.of() : java.util.List.of(role));
    JWTClaimsSet id = verified(tokens.get("id_token"));
    assertThat(id.getAudience()).containsExactly("harbor");
    assertThat(id.getStringClaim("nonce")).isEqualTo("n-1");
    assertThat(id.getStringClaim("name")).isEqualTo(name);
    assertThat(id.getStringClaim("email")).isEqualTo(subject + "@example.com");
  }

  @Test
  void code_isRefused_withAnotherVerifier() throws Exception {
    String code = code("ada", new CodeVerifier());

    HttpResponse<String> answer =
        post("/token", codeGrant(code, new CodeVerifier()), "Origin", "http://evil.example");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("invalid_grant");
  }

  @Test
  void refreshToken_isOneTime_andStaysThePersons() throws Exception {
    CodeVerifier verifier = new CodeVerifier();
    String first = text(tokens(code("grace", verifier), verifier).get("refresh_token"));

    Map<String, Object> refreshed = JSONObjectUtils.parse(refresh(first).body());

    assertThat(refreshed.get("refresh_token")).isNotEqualTo(first);
    assertThat(verified(refreshed.get("access_token")).getSubject()).isEqualTo("grace");
    assertThat(verified(refreshed.get("access_token")).getStringListClaim("roles"))
        .containsExactly("admin");
    assertThat(refresh(first).statusCode()).isEqualTo(400);
    assertThat(refresh("invented").body()).contains("invalid_grant");
  }

  @Test
  void revokedRefreshToken_isRefused() throws Exception {
    CodeVerifier verifier = new CodeVerifier();
    String token = text(tokens(code("ada", verifier), verifier).get("refresh_token"));

    HttpResponse<String> revoked =
        post("/revoke", Map.of("token", token, "token_type_hint", "refresh_token"));

    assertThat(revoked.statusCode()).isEqualTo(200);
    assertThat(refresh(token).statusCode()).isEqualTo(400);
  }

  @Test
  void token_isGivenByName_andToNobodyUnknown() throws Exception {
    Map<String, String> ben = DevelopmentToken.grant("ben");

    Map<String, Object> tokens = JSONObjectUtils.parse(post("/token", ben).body());
    HttpResponse<String> nobody = post("/token", DevelopmentToken.grant("mallory"));

    assertThat(verified(tokens.get("access_token")).getSubject()).isEqualTo("ben");
    assertThat(nobody.statusCode()).isEqualTo(400);
  }

  @Test
  void signOut_leadsBack() throws Exception {
    HttpResponse<String> answer =
        get("/endsession?post_logout_redirect_uri=" + FormFields.encoded("http://localhost:8080/"));

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("location")).hasValue("http://localhost:8080/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "http://localhost.evil.example/",
        "http://localhost@evil.example/",
        "javascript:alert(1)",
        "//evil.example",
        "http://[::1",
        "http:/nobody"
      })
  void otherMachines_areNoWayBack(String address) throws Exception {
    String back = FormFields.encoded(address);

    assertThat(get("/endsession?post_logout_redirect_uri=" + back).statusCode()).isEqualTo(400);
    assertThat(
            post(
                    "/authorize?client_id=harbor&response_type=code&redirect_uri=" + back,
                    Map.of(LoginPage.PERSON, "grace"))
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void personUnknown_isRefused() throws Exception {
    HttpResponse<String> answer =
        post(
            "/authorize?" + question("s", new CodeVerifier()),
            Map.of(LoginPage.PERSON, "mallory", "username", "grace"));

    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/introspect", "/debugger", "/../other/token", "", "x/token"})
  void otherPlaces_areNotThere(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void otherSites_mayNotRead() throws Exception {
    HttpResponse<String> answer =
        post("/token", DevelopmentToken.grant("grace"), "Origin", "http://evil.example");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().map().keySet())
        .noneMatch(name -> name.startsWith("access-control"));
  }

  /** A site whose name leads to loopback is another site all the same. */
  @Test
  void otherNames_areRefused() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), provider.port())) {
      socket
          .getOutputStream()
          .write("GET /harbor/jwks HTTP/1.1\r\nHost: evil.example\r\n\r\n".getBytes(UTF_8));

      assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
          .isEqualTo("HTTP/1.1 421");
    }
  }

  @Test
  void bodyTooLarge_isRefused() throws Exception {
    assertThat(post("/token", Map.of("x", "x".repeat(70_000))).statusCode()).isEqualTo(413);
  }

  /** The keys in the library's jar are everybody's. */
  @Test
  void keys_areOfThisStart() throws Exception {
    JWKSet shipped;
    try (InputStream file =
        Objects.requireNonNull(getClass().getResourceAsStream("/mock-oauth2-server-keys.json"))) {
      shipped = JWKSet.parse(new String(file.readAllBytes(), UTF_8));
    }

    assertThat(shipped.getKeys()).isNotEmpty();
    JWK own = keys().getKeys().getFirst();
    assertThat(keys().getKeys()).hasSize(1);
    assertThat(own.isPrivate()).isFalse();
    assertThat(shipped.getKeys())
        .noneMatch(key -> key.toPublicJWK().getRequiredParams().equals(own.getRequiredParams()));
  }

  @Test
  void process_refusesToRunAlone() {
    assertThatThrownBy(IdentityDev.PROCESS::run)
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("HARBOR_OIDC_ISSUER");
  }

  @Test
  void portInUse_isSaid() {
    assertThatThrownBy(() -> IdentityDev.start(new IdentityDevSettings(provider.port())))
        .isInstanceOf(StartFailed.class)
        .hasMessage(
            "identity-dev cannot listen on port %d: it is in use. Stop what listens there or set HARBOR_IDENTITY_DEV_PORT."
                .formatted(provider.port()));
  }

  private static String question(String state, CodeVerifier verifier) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("client_id", "harbor");
    fields.put("response_type", "code");
    fields.put("scope", "openid profile email");
    fields.put("redirect_uri", CALLBACK);
    fields.put("state", state);
    fields.put("nonce", "n-1");
    fields.put(
        "code_challenge", CodeChallenge.compute(CodeChallengeMethod.S256, verifier).getValue());
    fields.put("code_challenge_method", "S256");
    return FormFields.text(fields);
  }

  private static String code(String person, CodeVerifier verifier) throws Exception {
    HttpResponse<String> answer =
        post("/authorize?" + question("s-1", verifier), Map.of(LoginPage.PERSON, person));

    URI back = URI.create(answer.headers().firstValue("location").orElseThrow());
    assertThat(back.toString()).startsWith(CALLBACK + "?");
    Map<String, String> fields = FormFields.of(back.getRawQuery());
    assertThat(fields).containsEntry("state", "s-1");
    return fields.getOrDefault("code", "");
  }

  private static Map<String, String> codeGrant(String code, CodeVerifier verifier) {
    return Map.of(
        "grant_type",
        "authorization_code",
        "code",
        code,
        "redirect_uri",
        CALLBACK,
        "client_id",
        "harbor",
        "client_secret",
        "anything",
        "code_verifier",
        verifier.getValue());
  }

  private static Map<String, Object> tokens(String code, CodeVerifier verifier) throws Exception {
    return JSONObjectUtils.parse(post("/token", codeGrant(code, verifier)).body());
  }

  private static HttpResponse<String> refresh(String token) throws Exception {
    return post(
        "/token",
        Map.of(
            "grant_type", "refresh_token",
            "refresh_token", token,
            "client_id", "harbor",
            "client_secret", "anything"));
  }

  private static JWKSet keys() throws Exception {
    return JWKSet.parse(get("/jwks").body());
  }

  private static JWTClaimsSet verified(@org.jspecify.annotations.Nullable Object token)
      throws Exception {
    SignedJWT jwt = SignedJWT.parse(text(token));
    JWSVerifier verifier =
        new ECDSAVerifier(keys().getKeyByKeyId(jwt.getHeader().getKeyID()).toECKey());
    assertThat(jwt.verify(verifier)).isTrue();
    return jwt.getJWTClaimsSet();
  }

  private static String text(@org.jspecify.annotations.Nullable Object value) {
    return String.valueOf(value);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(provider.issuer() + path)).build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String path, Map<String, String> form, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(provider.issuer() + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(FormFields.text(form)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }
}
