package harbor.kit.service.identity;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import harbor.kit.client.Caller;
import harbor.kit.client.identity.Identity;
import harbor.kit.client.identity.KeyFiles;
import harbor.kit.client.identity.ServiceTokens;
import harbor.kit.client.identity.TrustedKeys;
import harbor.kit.service.identity.TokenVerifier.Outcome;
import harbor.kit.service.identity.TokenVerifier.Refused;
import harbor.kit.service.identity.TokenVerifier.Verified;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Identity MARIA = Identity.of(Caller.user("maria", Set.of("admin")));

  @TempDir private Path directory = Path.of("");
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private @Nullable TokenVerifier verifier;
  private @Nullable ECKey webKey;

  @BeforeEach
  void open() throws Exception {
    KeyFiles files = new KeyFiles(directory);
    files.make(List.of("web-bff", "mobile-bff", "orders"));
    verifier = new TokenVerifier("carts", TrustedKeys.of(files), now::get, Optional.empty(), false);
    webKey = key("web-bff");
  }

  @Test
  void goodToken_saysOnWhoseBehalfWhichProcessCalls() {
    assertThat(verify(token("web-bff", "carts", MARIA, START)))
        .isEqualTo(new Verified(new Identity(MARIA.caller(), List.of("web-bff"))));
    assertThat(verify(token("mobile-bff", "carts", Identity.NOBODY, START)))
        .isEqualTo(new Verified(new Identity(Caller.ANONYMOUS, List.of("mobile-bff"))));
  }

  @Test
  void chainOfProcesses_isKnown_theNearestFirst() {
    Identity before = new Identity(Caller.guest("g"), List.of("web-bff"));

    assertThat(verify(token("orders", "carts", before, START)))
        .isEqualTo(new Verified(new Identity(Caller.guest("g"), List.of("orders", "web-bff"))));
  }

  @Test
  void signature_isVerifiedOnce_untilTheTokensEnd() {
    String token = token("web-bff", "carts", MARIA, START);
    for (int i = 0; i < 100; i++) {
      assertThat(verify(token)).isInstanceOf(Verified.class);
    }
    assertThat(verifier().verified()).isEqualTo(1);

    now.set(START.plusSeconds(179));
    assertThat(verify(token)).isInstanceOf(Verified.class);
    assertThat(verifier().verified()).isEqualTo(1);
    now.set(START.plusSeconds(180));
    assertThat(verify(token)).isInstanceOf(Refused.class);
  }

  /** What is remembered is the whole token: the same claims with another signature are not. */
  @Test
  void changedToken_isRefused_whenTheRightOneIsRemembered() {
    String token = token("web-bff", "carts", MARIA, START);
    assertThat(verify(token)).isInstanceOf(Verified.class);
    int middle = token.lastIndexOf('.') + 20;
    char other = token.charAt(middle) == 'A' ? 'B' : 'A';

    assertRefused(
        token.substring(0, middle) + other + token.substring(middle + 1), "signature is wrong");
  }

  @ParameterizedTest
  @ValueSource(longs = {-45, 0, 45})
  void clocksThatDifferALittle_areForgiven(long seconds) {
    now.set(START.plusSeconds(seconds));
    assertThat(verify(token("web-bff", "carts", MARIA, START))).isInstanceOf(Verified.class);
  }

  @Test
  void clocksThatDifferByFiveMinutes_areNamed() {
    String token = token("web-bff", "carts", MARIA, START);

    now.set(START.minusSeconds(300));
    assertRefused(token, "it begins in 300 s (the clock of web-bff is ahead of this one by that)");
    now.set(START.plusSeconds(300));
    assertRefused(token, "it ended 180 s ago, 300 s after it was made");
  }

  @Test
  void tokenOfAnotherServiceOrKeyOrIssuer_isRefused() throws Exception {
    assertRefused(token("web-bff", "pricing", MARIA, START), "aud is another service");
    assertRefused(signed(claims -> claims.audience(List.of("carts", "pricing"))), "aud is another");
    assertRefused(signed(claims -> claims.issuer("mobile-bff")), "kid belongs to another iss");
    assertRefused(
        signed(claims -> claims.claim("act", Map.of("sub", "mobile-bff"))), "act is another");
    assertRefused(signed(claims -> claims.claim("act", null)), "act is another");
    assertRefused(signed(claims -> claims.claim("act", "web-bff")), "act is none");
    assertRefused(signed(claims -> claims.claim("act", chain(6))), "too long a chain");
    assertRefused(signed(claims -> claims.subject("admin:1")), "sub is malformed");
    assertRefused(signed(claims -> claims.subject("")), "sub is malformed");
    assertRefused(
        signed(claims -> claims.subject("guest:g").claim("roles", List.of("admin"))),
        "roles are nobody's");
    ECKey unknown = new ECKeyGenerator(Curve.P_256).keyID("unknown").generate();
    assertRefused(sign(header(unknown).build(), claims().build(), unknown), "kid is unknown");
    ECKey same = new ECKeyGenerator(Curve.P_256).keyID(webKey().getKeyID()).generate();
    assertRefused(sign(header(same).build(), claims().build(), same), "signature is wrong");
  }

  @Test
  void timesThatNoTokenHas_areRefused() throws Exception {
    assertRefused(signed(claims -> claims.expirationTime(null)), "no exp");
    assertRefused(signed(claims -> claims.issueTime(null)), "no iat");
    assertRefused(
        signed(claims -> claims.expirationTime(Date.from(START.plusSeconds(3600)))), "its time");
    assertRefused(
        signed(claims -> claims.notBeforeTime(Date.from(START.plusSeconds(100)))), "begins in");
  }

  @Test
  void otherSortsOfTokens_areRefused() throws Exception {
    assertThat(verifier().verify(null)).isEqualTo(new Refused("it is missing"));
    assertThat(verifier().verify("Basic eDp5")).isEqualTo(new Refused("it is missing"));
    assertRefused("Bearer ", "no signed JSON Web Token");
    assertRefused("Bearer a.b.c", "no signed JSON Web Token");
    assertRefused("Bearer " + "a".repeat(5_000), "too long");
    assertRefused("Bearer " + new PlainJWT(claims().build()).serialize(), "no signed");
    JWSHeader.Builder header = header(webKey());
    assertRefused(sign(header.type(JOSEObjectType.JWT).build(), claims().build()), "its typ");
    assertRefused(sign(header.type(null).build(), claims().build()), "its typ");
    assertRefused(
        sign(header.type(ServiceTokens.TYPE).contentType("JWT").build(), claims().build()),
        "nested");
    assertRefused(
        sign(
            new JWSHeader.Builder(JWSAlgorithm.ES256).type(ServiceTokens.TYPE).build(),
            claims().build()),
        "no kid");
  }

  /** The public key taken for the secret of a MAC. */
  @Test
  void swappedAlgorithm_isRefused() throws Exception {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(ServiceTokens.TYPE)
                .keyID(webKey().getKeyID())
                .build(),
            claims().build());
    token.sign(
        new MACSigner(webKey().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));

    assertRefused("Bearer " + token.serialize(), "algorithm is not ES256");
  }

  @Test
  void keysThatATokenBrings_areNeverLookedAt() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(404, -1);
        });
    server.start();
    try {
      URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
      ECKey own = new ECKeyGenerator(Curve.P_256).keyID("own").generate();
      JWSHeader brings =
          header(own).jwkURL(address).x509CertURL(address).jwk(own.toPublicJWK()).build();

      assertRefused(sign(brings, claims().build(), own), "kid is unknown");
      assertThat(asked).hasValue(0);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void removedKey_isBelievedNoMore_alsoOfRememberedTokens() throws Exception {
    String token = token("web-bff", "carts", MARIA, START);
    assertThat(verify(token)).isInstanceOf(Verified.class);

    Files.delete(directory.resolve("trusted/web-bff.jwks"));

    await()
        .untilAsserted(
            () -> assertThat(verify(token)).isEqualTo(new Refused("its kid is unknown")));
  }

  private TokenVerifier verifier() {
    return requireNonNull(verifier);
  }

  private ECKey webKey() {
    return requireNonNull(webKey);
  }

  private Outcome verify(String authorization) {
    return verifier().verify(authorization);
  }

  private void assertRefused(String authorization, String why) {
    assertThat(verify(authorization))
        .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.why()).contains(why));
  }

  /** As a process makes it. */
  private String token(String process, String service, Identity identity, Instant at) {
    return ServiceTokens.of(process, Duration.ofMinutes(2), new KeyFiles(directory), () -> at)
        .header(service, identity);
  }

  private String signed(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
    return sign(header(webKey()).build(), change.apply(claims()).build());
  }

  private String sign(JWSHeader header, JWTClaimsSet claims) throws Exception {
    return sign(header, claims, webKey());
  }

  private static String sign(JWSHeader header, JWTClaimsSet claims, ECKey key) throws Exception {
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(new ECDSASigner(key));
    return "Bearer " + token.serialize();
  }

  private static JWSHeader.Builder header(ECKey key) {
    return new JWSHeader.Builder(JWSAlgorithm.ES256).type(ServiceTokens.TYPE).keyID(key.getKeyID());
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("web-bff")
        .audience("carts")
        .claim("act", Map.of("sub", "web-bff"))
        .issueTime(Date.from(START))
        .expirationTime(Date.from(START.plusSeconds(120)));
  }

  private static Map<String, Object> chain(int length) {
    return length == 1
        ? Map.of("sub", "web-bff")
        : Map.of("sub", "web-bff", "act", chain(length - 1));
  }

  private ECKey key(String process) throws Exception {
    return JWKSet.load(directory.resolve("private/" + process + ".jwks").toFile())
        .getKeys()
        .getFirst()
        .toECKey();
  }
}
