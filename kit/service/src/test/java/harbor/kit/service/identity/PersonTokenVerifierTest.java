package harbor.kit.service.identity;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import harbor.kit.client.Caller;
import harbor.kit.client.identity.Identity;
import harbor.kit.client.identity.KeyFiles;
import harbor.kit.client.identity.ServiceTokens;
import harbor.kit.client.identity.TrustedKeys;
import harbor.kit.service.identity.TokenVerifier.NotKnown;
import harbor.kit.service.identity.TokenVerifier.Outcome;
import harbor.kit.service.identity.TokenVerifier.Refused;
import harbor.kit.service.identity.TokenVerifier.Verified;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may speak for a person where the provider does, and in what. */
class PersonTokenVerifierTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Caller ADA = Caller.user("u-ada", Set.of("admin"));

  private final TestProvider provider = new TestProvider();
  private final AtomicReference<Instant> now = new AtomicReference<>(START);

  @TempDir private Path directory = Path.of("");
  private Function<Accounts.Person, Optional<String>> accounts =
      person -> Optional.of(person.subject()).filter("ada"::equals).map("u-"::concat);
  private @Nullable TokenVerifier verifier;

  @BeforeEach
  void open() {
    new KeyFiles(directory).make(List.of("web-bff", "orders", "importer"));
    verifier = open(false, true);
  }

  @AfterEach
  void close() {
    provider.close();
  }

  private TokenVerifier open(boolean isOff, boolean isOn) {
    TrustedKeys keys = TrustedKeys.of(new KeyFiles(directory));
    PersonTokenVerifier people =
        new PersonTokenVerifier(
            "carts",
            provider.issuer(),
            ProviderKeys.of(provider.issuer()),
            process -> Identity.isBff(process) && keys.isOf(process),
            person -> accounts.apply(person));
    return new TokenVerifier(
        "carts", keys, now::get, isOff ? Optional.empty() : Optional.of(people), isOn);
  }

  @Test
  void tokenOfTheProvider_saysForWhomWhichBffCalls() {
    assertThat(verify(provider.signed(claims().build())))
        .isEqualTo(new Verified(new Identity(ADA, List.of("web-bff"))));
    assertThat(verify(signed(claims -> claims.claim("azp", null).claim("client_id", "web-bff"))))
        .isEqualTo(new Verified(new Identity(ADA, List.of("web-bff"))));
    assertThat(verify(signed(claims -> claims.claim("roles", null))))
        .isEqualTo(new Verified(new Identity(Caller.user("u-ada"), List.of("web-bff"))));
    assertThat(
            verify(
                TestProvider.signed(
                    provider.header().type(new JOSEObjectType("at+jwt")).build(),
                    claims().build(),
                    provider.key())))
        .isInstanceOf(Verified.class);
  }

  @Test
  void personWhomABffNamesByItself_isRefused_andEverybodyElseIsNot() {
    Outcome own = verify(token("web-bff", Identity.of(ADA)));

    assertThat(own)
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.why()).contains("no BFF by itself"));
    for (Caller other : List.of(Caller.ANONYMOUS, Caller.guest("g"))) {
      assertThat(verify(token("web-bff", Identity.of(other))))
          .isEqualTo(new Verified(new Identity(other, List.of("web-bff"))));
    }
  }

  /** The counter-test: it is the setting that refuses. */
  @Test
  void personWhomABffNamesByItself_isBelieved_whereTheProviderDoesNotSpeak() {
    verifier = open(true, false);

    assertThat(verify(token("web-bff", Identity.of(ADA)))).isInstanceOf(Verified.class);
    assertRefused(provider.signed(claims().build()), "algorithm is not ES256");
  }

  @Test
  void both_areBelieved_whileTheOthersAreChanged() {
    verifier = open(false, false);

    assertThat(verify(token("web-bff", Identity.of(ADA)))).isInstanceOf(Verified.class);
    assertThat(verify(provider.signed(claims().build()))).isInstanceOf(Verified.class);
  }

  @Test
  void coreService_isBelievedAboutThePerson_withWhomeverTheCallCameThrough() {
    assertThat(verify(token("orders", new Identity(ADA, List.of("web-bff")))))
        .isEqualTo(new Verified(new Identity(ADA, List.of("orders", "web-bff"))));
    assertThat(verify(token("orders", Identity.of(ADA))))
        .as("an order that it carries on")
        .isEqualTo(new Verified(new Identity(ADA, List.of("orders"))));
  }

  /** No BFF writes a chain in which it is not the nearest. */
  @Test
  void bffThatHidesBehindACoreService_isRefused() {
    assertRefused(token("web-bff", new Identity(ADA, List.of("orders"))), "no BFF by itself");
  }

  @Test
  void tokenOfAnotherIssuerOrAudienceOrParty_isRefused() {
    assertRefused(signed(claims -> claims.issuer("https://other.test")), "iss");
    assertRefused(signed(claims -> claims.issuer(null)), "iss");
    assertRefused(signed(claims -> claims.audience("orders")), "aud");
    assertRefused(signed(claims -> claims.audience(List.of("harbor-api", "carts"))), "aud");
    assertRefused(signed(claims -> claims.audience((String) null)), "aud");
    for (String stranger : List.of("evil-bff", "orders", "importer", "account", "")) {
      assertRefused(signed(claims -> claims.claim("azp", stranger)), "azp");
    }
    assertRefused(signed(claims -> claims.claim("azp", null)), "azp");
    assertRefused(signed(claims -> claims.claim("azp", List.of("web-bff"))), "azp");
    assertRefused(
        signed(claims -> claims.claim("azp", "account").claim("client_id", "web-bff")), "azp");
    assertRefused(signed(claims -> claims.subject(null)), "no sub");
    assertRefused(signed(claims -> claims.subject("stranger")), "no account");
    assertRefused(
        signed(claims -> claims.claim("roles", roles(TokenVerifier.MAX_ROLES + 1))), "roles");
  }

  @Test
  void otherSortsOfTokens_areRefused() {
    for (String claim : List.of("nonce", "at_hash", "c_hash", "events", "cnf")) {
      assertRefused(signed(claims -> claims.claim(claim, "x")), "no access token");
    }
    assertRefused(signed(claims -> claims.claim("typ", "ID")), "no access token");
    assertRefused(
        TestProvider.signed(
            provider.header().type(new JOSEObjectType("logout+jwt")).build(),
            claims().build(),
            provider.key()),
        "signature");
  }

  @Test
  void timesThatAreOver_orHaveNotCome_areRefused() {
    String token = provider.signed(claims().build());
    assertThat(verify(token)).isInstanceOf(Verified.class);

    now.set(START.plusSeconds(359));
    assertThat(verify(token)).isInstanceOf(Verified.class);
    now.set(START.plusSeconds(360));
    assertRefused(token, "it ended");
    now.set(START.minusSeconds(120));
    assertRefused(token, "it begins");
    now.set(START);
    assertRefused(signed(claims -> claims.expirationTime(null)), "no exp");
    assertRefused(signed(claims -> claims.issueTime(null)), "no iat");
    assertRefused(
        signed(claims -> claims.notBeforeTime(Date.from(START.plusSeconds(100)))), "it begins");
  }

  @Test
  void otherAlgorithmsAndKeys_areRefused() throws Exception {
    RSAKey strange = new RSAKeyGenerator(2048).keyID(provider.key().getKeyID()).generate();
    assertRefused(
        TestProvider.signed(provider.header().build(), claims().build(), strange), "signature");
    assertRefused(
        TestProvider.signed(
            new JWSHeader.Builder(JWSAlgorithm.RS512).keyID(provider.key().getKeyID()).build(),
            claims().build(),
            provider.key()),
        "algorithm");
    assertRefused(
        TestProvider.signed(
            new JWSHeader.Builder(JWSAlgorithm.RS256).build(), claims().build(), provider.key()),
        "no kid");
    assertRefused(
        TestProvider.signed(
            provider.header().jwk(strange.toPublicJWK()).keyID("own").build(),
            claims().build(),
            strange),
        "signature");
    assertRefused("Bearer " + new PlainJWT(claims().build()).serialize(), "no signed");
    SignedJWT mac =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(provider.key().getKeyID()).build(),
            claims().build());
    mac.sign(
        new MACSigner(
            provider.key().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
    assertRefused("Bearer " + mac.serialize(), "algorithm");
  }

  @Test
  void newKeyOfTheProvider_isFetched_whenATokenNamesIt() {
    assertThat(verify(provider.signed(claims().build()))).isInstanceOf(Verified.class);

    provider.rotate();

    assertThat(verify(signed(claims -> claims.jwtID("next")))).isInstanceOf(Verified.class);
    assertThat(provider.asked()).filteredOn(path -> path.endsWith("/keys")).hasSize(2);
  }

  @Test
  void knownToken_costsNothing_andKnownKeysOutlastTheProvider() {
    String token = provider.signed(claims().build());
    assertThat(verify(token)).isInstanceOf(Verified.class);
    int before = provider.asked().size();

    provider.isDown(true);
    assertThat(verify(token)).isInstanceOf(Verified.class);
    assertThat(verify(signed(claims -> claims.jwtID("next")))).isInstanceOf(Verified.class);

    assertThat(provider.asked()).hasSize(before);
  }

  @Test
  void token_isNotKnown_whileTheKeysWereNeverHad_andIsGoodAfterwards() {
    String token = provider.signed(claims().build());
    provider.isDown(true);

    assertThat(verify(token)).isInstanceOf(NotKnown.class);
    provider.isDown(false);
    assertThat(verify(token)).isInstanceOf(Verified.class);
  }

  @Test
  void token_isNotKnown_whenTheProviderThereIsAnother() {
    provider.namesItself("https://other.test");

    assertThat(verify(provider.signed(claims().build())))
        .isInstanceOfSatisfying(
            NotKnown.class, unknown -> assertThat(unknown.why()).contains("https://other.test"));
  }

  @Test
  void token_isNotKnown_whileTheAccountCannotBeHad() {
    Function<Accounts.Person, Optional<String>> usual = accounts;
    accounts =
        _ -> {
          throw Status.UNAVAILABLE.asRuntimeException();
        };
    String token = provider.signed(claims().build());

    assertThat(verify(token)).isInstanceOf(NotKnown.class);
    accounts = usual;
    assertThat(verify(token)).isInstanceOf(Verified.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bffWhoseKeyIsTakenAway_hasNoPeopleAnyMore(boolean isKnown) throws Exception {
    String token = provider.signed(claims().build());
    if (isKnown) {
      assertThat(verify(token)).isInstanceOf(Verified.class);
    }

    Files.delete(directory.resolve("trusted/web-bff.jwks"));

    await().untilAsserted(() -> assertThat(verify(token)).isInstanceOf(Refused.class));
  }

  private Outcome verify(String authorization) {
    return requireNonNull(verifier).verify(authorization);
  }

  private void assertRefused(String authorization, String why) {
    assertThat(verify(authorization))
        .isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.why()).contains(why));
  }

  private String token(String process, Identity identity) {
    return ServiceTokens.of(process, Duration.ofMinutes(2), new KeyFiles(directory), () -> START)
        .header("carts", identity);
  }

  private String signed(UnaryOperator<JWTClaimsSet.Builder> change) {
    return provider.signed(change.apply(claims()).build());
  }

  private static List<String> roles(int count) {
    return IntStream.range(0, count).mapToObj(i -> "role-" + i).toList();
  }

  /** As Keycloak makes them for token exchange. */
  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(provider.issuer().issuer())
        .subject("ada")
        .audience("carts")
        .claim("azp", "web-bff")
        .claim("typ", "Bearer")
        .claim("roles", List.of("admin"))
        .issueTime(Date.from(START))
        .expirationTime(Date.from(START.plusSeconds(300)));
  }
}
