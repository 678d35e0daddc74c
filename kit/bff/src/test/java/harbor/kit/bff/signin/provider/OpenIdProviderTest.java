package harbor.kit.bff.signin.provider;

import static harbor.kit.bff.signin.provider.ScriptedProvider.AUDIENCE;
import static harbor.kit.bff.signin.provider.ScriptedProvider.CLIENT;
import static harbor.kit.bff.signin.provider.ScriptedProvider.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.util.EventLoopGroups;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import harbor.kit.bff.session.BearerOutcome;
import harbor.kit.bff.session.RefreshOutcome;
import harbor.kit.bff.session.Tokens;
import harbor.kit.bff.signin.provider.OpenIdProvider.Secrets;
import harbor.kit.client.identity.PersonIssuer;
import harbor.kit.client.identity.RolesClaim;
import harbor.kit.testing.LogCapture;
import io.netty.channel.EventLoopGroup;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OpenIdProviderTest {
  private static final URI CALLBACK = URI.create("http://localhost:8080/auth/callback");
  private static final Secrets SECRETS = new Secrets("state-1", "nonce-1", "v".repeat(43));

  private static EventLoopGroup loops;
  private static ScriptedProvider scripted;

  private volatile Instant now = Instant.now();
  private OpenIdProvider provider;

  @BeforeAll
  static void startProvider() {
    loops = EventLoopGroups.newEventLoopGroup(1, "test", true);
    scripted = ScriptedProvider.start();
  }

  @AfterAll
  static void stopProvider() {
    scripted.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @BeforeEach
  void open() {
    scripted.answersAll(_ -> Optional.empty());
    scripted.tokenEndpoint(scripted::usualTokens);
    scripted.idTokensSay(claims -> claims);
    provider = open(scripted.issuer());
  }

  private OpenIdProvider open(String issuer) {
    return OpenIdProvider.open(
        new ProviderSettings(
            new PersonIssuer(issuer, new RolesClaim(List.of("roles"))),
            CLIENT,
            SECRET,
            AUDIENCE,
            Duration.ofMinutes(5)),
        loops,
        () -> now);
  }

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void opening_asksNothing() {
    int before = scripted.asked().size();

    try (OpenIdProvider another = open(scripted.issuer())) {
      assertThat(another.identities()).isNotNull();
      assertThat(scripted.asked()).hasSize(before);
    }
  }

  @Test
  void authorization_asksForACode_withProofKeyNonceAndState() {
    QueryParams asked = authorization();

    assertThat(asked.get("response_type")).isEqualTo("code");
    assertThat(asked.get("client_id")).isEqualTo(CLIENT);
    assertThat(asked.get("redirect_uri")).isEqualTo(CALLBACK.toString());
    assertThat(asked.get("state")).isEqualTo("state-1");
    assertThat(asked.get("nonce")).isEqualTo("nonce-1");
    assertThat(asked.get("code_challenge_method")).isEqualTo("S256");
    assertThat(asked.get("code_challenge")).hasSize(43).isNotEqualTo(SECRETS.verifier());
    assertThat(asked.get("scope")).contains("openid");
  }

  @Test
  void code_givesThePersonAndTheirTokens() {
    String code = scripted.signsIn(authorization(), "ada");

    CodeOutcome outcome = redeem(code);

    assertThat(outcome).isInstanceOf(CodeOutcome.Person.class);
    CodeOutcome.Person person = (CodeOutcome.Person) outcome;
    assertThat(person.claims().subject()).isEqualTo("ada");
    assertThat(person.claims().claims()).containsEntry("email", "ada@shop.example");
    assertThat(person.roles()).containsExactly("customer");
    assertThat(person.sid()).contains("sid-of-ada");
    assertThat(person.tokens().refresh()).contains("refresh-of-ada");
    assertThat(person.tokens().idToken()).isPresent();
  }

  @Test
  void roles_comeFromTheAccessToken_whenTheIdTokenHasNone() {
    scripted.idTokensSay(claims -> claims.claim("roles", null));

    CodeOutcome outcome = redeem(scripted.signsIn(authorization(), "ada"));

    assertThat(((CodeOutcome.Person) outcome).roles()).containsExactly("admin");
  }

  @Test
  void code_isRefused_whenTheVerifierIsAnother() {
    String code = scripted.signsIn(authorization(), "ada");

    CodeOutcome outcome =
        provider
            .redeem(CALLBACK, code, null, new Secrets("state-1", "nonce-1", "w".repeat(43)))
            .join();

    assertThat(outcome).isEqualTo(new CodeOutcome.Refused());
  }

  @Test
  void code_isNotSent_whenTheCallbackNamesAnotherIssuer() {
    String code = scripted.signsIn(authorization(), "ada");
    int before = scripted.tokenRequests().size();

    CodeOutcome outcome = provider.redeem(CALLBACK, code, "https://other.example", SECRETS).join();

    assertThat(outcome).isEqualTo(new CodeOutcome.Refused());
    assertThat(scripted.tokenRequests()).hasSize(before);
  }

  static Stream<Arguments> badIdTokens() {
    return Stream.of(
        Arguments.of("nonce", "another"),
        Arguments.of("nonce", null),
        Arguments.of("iss", "https://other.example"),
        Arguments.of("aud", "another"),
        Arguments.of("aud", List.of(CLIENT, "another")),
        Arguments.of("azp", "another"),
        Arguments.of("sub", null),
        Arguments.of("exp", null),
        Arguments.of("exp", 1));
  }

  @ParameterizedTest
  @MethodSource("badIdTokens")
  void idToken_isRefused_whenItSaysSomethingElse(String claim, Object value) {
    scripted.idTokensSay(
        claims ->
            claim.equals("exp") && value != null
                ? claims.expirationTime(Date.from(now.minusSeconds(61)))
                : claims.claim(claim, value));

    assertThat(redeem(scripted.signsIn(authorization(), "ada")))
        .isEqualTo(new CodeOutcome.Refused());
  }

  @Test
  void idToken_isGood_whenTheClocksAreAMinuteApart() {
    scripted.idTokensSay(claims -> claims.expirationTime(Date.from(now.minusSeconds(50))));

    assertThat(redeem(scripted.signsIn(authorization(), "ada")))
        .isInstanceOf(CodeOutcome.Person.class);
  }

  @Test
  void bearer_isValid_forItsTime() {
    String token = scripted.signed(scripted.accessClaims("ada", now).build(), "at+jwt");

    assertThat(bearer(token))
        .isEqualTo(
            new BearerOutcome.Valid(
                scripted.issuer(),
                "ada",
                Set.of("admin"),
                Instant.ofEpochSecond(now.plusSeconds(300).getEpochSecond())));
    now = now.plusSeconds(355);
    assertThat(bearer(token)).isInstanceOf(BearerOutcome.Valid.class);
    now = now.plusSeconds(10);
    assertThat(bearer(token)).isEqualTo(new BearerOutcome.Invalid());
  }

  @Test
  void bearers_thatAreNone_areRefused_andNothingTheyNameIsFetched() throws Exception {
    assertThat(bearer(scripted.signed(scripted.accessClaims("ada", now).build())))
        .isInstanceOf(BearerOutcome.Valid.class);
    int before = scripted.asked().size();

    for (Map.Entry<String, String> attack : attacks().entrySet()) {
      assertThat(bearer(attack.getValue()))
          .as(attack.getKey())
          .isEqualTo(new BearerOutcome.Invalid());
    }
    assertThat(scripted.asked()).hasSize(before);
  }

  private Map<String, String> attacks() throws JOSEException {
    JWTClaimsSet good = scripted.accessClaims("ada", now).build();
    String kid = scripted.key().getKeyID();
    RSAKey other = new RSAKeyGenerator(2048).keyID(kid).generate();
    SignedJWT swapped =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(kid).build(), good);
    swapped.sign(
        new MACSigner(
            scripted.key().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
    SignedJWT embedded =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(kid)
                .jwk(other.toPublicJWK())
                .jwkURL(URI.create("http://127.0.0.1:%d/stray/keys".formatted(scripted.port())))
                .x509CertURL(
                    URI.create("http://127.0.0.1:%d/stray/cert".formatted(scripted.port())))
                .build(),
            good);
    embedded.sign(new RSASSASigner(other));
    String signed = scripted.signed(good);
    JWSObject signedTwice =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(kid)
                .type(JOSEObjectType.JWT)
                .contentType("JWT")
                .build(),
            new Payload(signed));
    signedTwice.sign(new RSASSASigner(scripted.key()));
    JWEObject sealed =
        new JWEObject(
            new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A128GCM)
                .keyID(kid)
                .contentType("JWT")
                .build(),
            new Payload(signed));
    sealed.encrypt(new RSAEncrypter(scripted.key()));
    JWTClaimsSet huge = scripted.accessClaims("ada", now).claim("x", "x".repeat(20_000)).build();
    return Map.ofEntries(
        Map.entry("nothing", ""),
        Map.entry("garbage", "a.b.c"),
        Map.entry("alg none", new PlainJWT(good).serialize()),
        Map.entry("HS256 with the public key", swapped.serialize()),
        Map.entry("jku, x5u, jwk", embedded.serialize()),
        Map.entry("broken signature", signed.substring(0, signed.length() - 8) + "AAAAAAAA"),
        Map.entry("huge", scripted.signed(huge)),
        Map.entry("a good one that is signed once more", signedTwice.serialize()),
        Map.entry("a good one that is sealed", sealed.serialize()),
        Map.entry(
            "unknown critical header",
            scripted.signed(
                good,
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .keyID(kid)
                    .criticalParams(Set.of("x"))
                    .build())),
        Map.entry(
            "no key id", scripted.signed(good, new JWSHeader.Builder(JWSAlgorithm.RS256).build())),
        Map.entry("other audience", access(claims -> claims.audience("other"))),
        Map.entry("other issuer", access(claims -> claims.issuer("https://other.example"))),
        Map.entry("expired", access(claims -> claims.expirationTime(minus(61)))),
        Map.entry("without end", access(claims -> claims.expirationTime(null))),
        Map.entry("not yet valid", access(claims -> claims.notBeforeTime(minus(-90)))),
        Map.entry("nobody", access(claims -> claims.subject(null))),
        Map.entry("ID token", scripted.signed(scripted.idClaims("ada", "n", now).build())),
        Map.entry(
            "ID token for the shop",
            scripted.signed(
                scripted
                    .idClaims("ada", "n", now)
                    .audience(AUDIENCE)
                    .claim("at_hash", "x")
                    .build())),
        Map.entry("ID token as Keycloak marks it", access(claims -> claims.claim("typ", "ID"))),
        Map.entry("bound to a key", access(claims -> claims.claim("cnf", Map.of("jkt", "x")))),
        Map.entry(
            "logout token",
            scripted.signed(scripted.logoutClaims("ada", "sid", now).audience(AUDIENCE).build())),
        Map.entry("logout token by type", scripted.signed(good, "logout+jwt")),
        Map.entry("service token", scripted.signed(good, "harbor-service+jwt")));
  }

  private String access(java.util.function.UnaryOperator<JWTClaimsSet.Builder> change) {
    return scripted.signed(change.apply(scripted.accessClaims("ada", now)).build());
  }

  private Date minus(int seconds) {
    return Date.from(now.minusSeconds(seconds));
  }

  @Test
  void keys_areFetchedAgain_whenATokenNamesANewOne_butNotForEachInventedOne() {
    assertThat(bearer(access(claims -> claims))).isInstanceOf(BearerOutcome.Valid.class);
    scripted.rotatesKeys();
    String withNewKey = access(claims -> claims);

    assertThat(bearer(withNewKey)).isEqualTo(new BearerOutcome.Invalid());
    now = now.plus(ProviderKeys.MIN_AGE);
    assertThat(bearer(withNewKey)).isInstanceOf(BearerOutcome.Valid.class);

    now = now.plus(ProviderKeys.MIN_AGE);
    long before = keyRequests();
    for (int i = 0; i < 20; i++) {
      String invented =
          scripted.signed(
              scripted.accessClaims("ada", now).build(),
              new JWSHeader.Builder(JWSAlgorithm.RS256)
                  .type(JOSEObjectType.JWT)
                  .keyID("invented-" + i)
                  .build());
      assertThat(bearer(invented)).isEqualTo(new BearerOutcome.Invalid());
    }
    assertThat(keyRequests() - before).isEqualTo(1);
  }

  private static long keyRequests() {
    return scripted.asked().stream().filter(path -> path.endsWith("/keys")).count();
  }

  @Test
  void bearer_cannotBeKnown_whileTheProviderIsDown_andIsKnownAfterwards() {
    scripted.answersAll(_ -> Optional.of(HttpResponse.of(HttpStatus.SERVICE_UNAVAILABLE)));
    String token = access(claims -> claims);

    assertThat(bearer(token)).isEqualTo(new BearerOutcome.Unavailable());
    assertThat(isUnavailable(provider.authorization(CALLBACK, SECRETS))).isTrue();

    scripted.answersAll(_ -> Optional.empty());
    now = now.plusSeconds(1);
    assertThat(bearer(token)).isInstanceOf(BearerOutcome.Valid.class);
  }

  @Test
  void bearer_cannotBeKnown_whileTheProviderIsSilent() {
    scripted.answersAll(_ -> Optional.of(HttpResponse.of(new CompletableFuture<>())));

    assertThat(bearer(access(claims -> claims))).isEqualTo(new BearerOutcome.Unavailable());
    assertThat(isUnavailable(provider.authorization(CALLBACK, SECRETS))).isTrue();
  }

  @Test
  void issuer_thatDiffersByASlash_isSaidOnce_withBothSpellings() {
    try (LogCapture log = LogCapture.of(ProviderMetadata.class);
        OpenIdProvider other = open(scripted.issuer() + "/")) {
      assertThat(isUnavailable(other.authorization(CALLBACK, SECRETS))).isTrue();
      now = now.plusSeconds(2);
      assertThat(isUnavailable(other.authorization(CALLBACK, SECRETS))).isTrue();

      assertThat(log.lines())
          .singleElement()
          .satisfies(
              line ->
                  assertThat(line.getFormattedMessage())
                      .contains("'" + scripted.issuer() + "/'", "'" + scripted.issuer() + "'"));
    }
  }

  static Stream<Arguments> refreshes() {
    return Stream.of(
        Arguments.of(ScriptedProvider.error(400, "invalid_grant"), new RefreshOutcome.Refused()),
        Arguments.of(ScriptedProvider.error(401, "invalid_client"), new RefreshOutcome.NotSent()),
        Arguments.of(HttpResponse.of(429), new RefreshOutcome.NotSent()),
        Arguments.of(HttpResponse.of(503), new RefreshOutcome.NotSent()),
        Arguments.of(HttpResponse.of(500), new RefreshOutcome.Unknown()),
        Arguments.of(HttpResponse.of(504), new RefreshOutcome.Unknown()),
        Arguments.of(ScriptedProvider.json("{}"), new RefreshOutcome.Unknown()),
        Arguments.of(
            HttpResponse.ofFailure(new IllegalStateException("cut")),
            new RefreshOutcome.Unknown()));
  }

  @ParameterizedTest
  @MethodSource("refreshes")
  void refresh_tellsWhatBecameOfTheToken(HttpResponse answer, RefreshOutcome expected) {
    scripted.tokenEndpoint(_ -> answer);
    int before = scripted.tokenRequests().size();

    assertThat(refresh("RT1")).isEqualTo(expected);
    assertThat(scripted.tokenRequests()).hasSize(before + 1);
    assertThat(scripted.tokenRequests().getLast().get("refresh_token")).isEqualTo("RT1");
  }

  @Test
  void refresh_givesWhatTheAnswerSays() {
    assertThat(refresh("RT1"))
        .isEqualTo(
            new RefreshOutcome.Refreshed(
                new Tokens(
                    "AT2",
                    Optional.of(now.plusSeconds(300)),
                    Optional.of("RT2"),
                    Optional.empty())));
  }

  @Test
  void refresh_takesTheLifetimeThatIsSet_whenNobodySaysOne() {
    scripted.tokenEndpoint(
        _ -> ScriptedProvider.json("{\"access_token\":\"AT2\",\"token_type\":\"Bearer\"}"));

    assertThat(refresh("RT1"))
        .isEqualTo(
            new RefreshOutcome.Refreshed(
                new Tokens(
                    "AT2", Optional.of(now.plusSeconds(300)), Optional.empty(), Optional.empty())));
  }

  @Test
  void refresh_isNotSent_whenNobodyListens() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    ScriptedProvider dies = ScriptedProvider.startOn(free);
    try (OpenIdProvider other = open(dies.issuer())) {
      assertThat(other.authorization(CALLBACK, SECRETS).join()).isNotNull();
      dies.close();

      assertThat(other.identities().tokens().refresh("RT1").toCompletableFuture().join())
          .isEqualTo(new RefreshOutcome.NotSent());
    }
  }

  @Test
  void revoke_tellsTheProvider() {
    provider.identities().tokens().revoke("RT9").toCompletableFuture().join();

    assertThat(scripted.revoked()).contains("RT9");
  }

  @Test
  void endSession_namesWhomItSignsOut() {
    String idToken = scripted.signed(scripted.idClaims("ada", "n", now).build());

    provider.endSession(idToken).join();

    QueryParams said = scripted.signedOut().getLast();
    assertThat(said.get("id_token_hint")).isEqualTo(idToken);
    assertThat(said.get("client_id")).isEqualTo(CLIENT);
    assertThat(said.names()).hasSize(2);
  }

  @Test
  void endSession_isDone_whateverTheProviderSays() {
    String idToken = scripted.signed(scripted.idClaims("ada", "n", now).build());
    scripted.answersAll(_ -> Optional.of(HttpResponse.of(HttpStatus.BAD_GATEWAY)));

    assertThat(provider.endSession(idToken)).succeedsWithin(Duration.ofSeconds(10));
  }

  private QueryParams authorization() {
    return QueryParams.fromQueryString(
        provider.authorization(CALLBACK, SECRETS).join().getRawQuery());
  }

  private CodeOutcome redeem(String code) {
    return provider.redeem(CALLBACK, code, null, SECRETS).join();
  }

  private BearerOutcome bearer(String token) {
    return provider.identities().bearers().check(token).toCompletableFuture().join();
  }

  private RefreshOutcome refresh(String token) {
    return provider.identities().tokens().refresh(token).toCompletableFuture().join();
  }

  private static boolean isUnavailable(CompletableFuture<?> asked) {
    return asked.handle((_, failure) -> ProviderUnavailable.is(failure)).join();
  }
}
