package harbor.kit.client.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import harbor.kit.client.Caller;
import harbor.kit.runtime.StartFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceTokensTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Identity MARIA = Identity.of(Caller.user("maria"));

  @TempDir private Path directory = Path.of("");
  private KeyFiles files = new KeyFiles(directory);
  private final AtomicLong seconds = new AtomicLong();

  @BeforeEach
  void make() {
    files = new KeyFiles(directory);
    files.make(List.of("web-bff", "carts"));
  }

  @Test
  void token_saysWhoCallsWhom_andOnWhoseBehalf() throws Exception {
    Identity admin = Identity.of(Caller.user("maria", Set.of("b", "a")));

    SignedJWT token = token(tokens("web-bff").header("carts", admin));

    assertThat(token.getHeader().toJSONObject())
        .containsOnlyKeys("alg", "typ", "kid")
        .containsEntry("alg", "ES256")
        .containsEntry("typ", "harbor-service+jwt");
    JWTClaimsSet claims = token.getJWTClaimsSet();
    assertThat(claims.getClaims())
        .containsOnlyKeys("iss", "aud", "sub", "roles", "act", "iat", "exp");
    assertThat(claims.getIssuer()).isEqualTo("web-bff");
    assertThat(claims.getAudience()).containsExactly("carts");
    assertThat(claims.getSubject()).isEqualTo("user:maria");
    assertThat(claims.getStringListClaim("roles")).containsExactly("a", "b");
    assertThat(claims.getJSONObjectClaim("act")).isEqualTo(Map.of("sub", "web-bff"));
    assertThat(claims.getIssueTime()).isEqualTo(Date.from(START));
    assertThat(claims.getExpirationTime()).isEqualTo(Date.from(START.plusSeconds(120)));
    assertThat(TrustedKeys.of(files).find(token.getHeader().getKeyID()))
        .extracting(TrustedKey::process)
        .isEqualTo("web-bff");
  }

  @Test
  void token_ofWorkWithoutAUser_hasNoSubject() throws Exception {
    JWTClaimsSet claims =
        token(tokens("web-bff").header("carts", Identity.NOBODY)).getJWTClaimsSet();

    assertThat(claims.getClaims()).containsOnlyKeys("iss", "aud", "act", "iat", "exp");
  }

  @Test
  void token_ofAServiceThatWasCalled_namesItsCallersToo() throws Exception {
    Identity called = new Identity(Caller.user("maria"), List.of("orders", "web-bff"));

    JWTClaimsSet claims = token(tokens("carts").header("pricing", called)).getJWTClaimsSet();

    assertThat(claims.getSubject()).isEqualTo("user:maria");
    assertThat(claims.getJSONObjectClaim("act"))
        .isEqualTo(
            Map.of(
                "sub", "carts", "act", Map.of("sub", "orders", "act", Map.of("sub", "web-bff"))));
  }

  @Test
  void token_isUsedAgain_untilAQuarterOfAMinuteBeforeItsEnd() {
    ServiceTokens tokens = tokens("web-bff");
    String first = tokens.header("carts", MARIA);

    seconds.set(104);
    assertThat(tokens.header("carts", MARIA)).isSameAs(first);
    seconds.set(105);
    assertThat(tokens.header("carts", MARIA)).isNotEqualTo(first);
  }

  @Test
  void token_isSignedAnew_whenTheClockWasSetBack() {
    ServiceTokens tokens = tokens("web-bff");
    String first = tokens.header("carts", MARIA);

    seconds.set(-3600);

    assertThat(tokens.header("carts", MARIA)).isNotEqualTo(first);
  }

  @Test
  void token_isOfOneSubject_itsRoles_andOneService() {
    ServiceTokens tokens = tokens("web-bff");

    assertThat(
            List.of(
                tokens.header("carts", MARIA),
                tokens.header("pricing", MARIA),
                tokens.header("carts", Identity.of(Caller.user("paul"))),
                tokens.header("carts", Identity.of(Caller.guest("maria"))),
                tokens.header("carts", Identity.of(Caller.user("maria", Set.of("admin")))),
                tokens.header("carts", new Identity(Caller.user("maria"), List.of("orders"))),
                tokens.header("carts", Identity.NOBODY)))
        .doesNotHaveDuplicates();
  }

  @Test
  void token_isSignedOnce_whenManyAskAtOnce() throws Exception {
    ServiceTokens tokens = tokens("web-bff");
    Set<String> given = ConcurrentHashMap.newKeySet();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 200; i++) {
        threads.execute(() -> given.add(tokens.header("carts", MARIA)));
      }
    }

    assertThat(given).hasSize(1);
  }

  @Test
  void newKey_signsWithinASecond_withoutARestart() throws Exception {
    ServiceTokens tokens = tokens("web-bff");
    String old = kid(tokens);
    rotate();

    assertThat(kid(tokens)).as("looked at a moment ago").isEqualTo(old);
    seconds.set(1);

    assertThat(kid(tokens)).isNotEqualTo(old);
  }

  @Test
  void oldKey_staysInUse_whenTheNewFileIsBad() throws Exception {
    ServiceTokens tokens = tokens("web-bff");
    String old = kid(tokens);
    Files.writeString(directory.resolve("private/web-bff.jwks"), "{\"keys\": [");
    seconds.set(1);

    assertThat(kid(tokens)).isEqualTo(old);
  }

  @Test
  void start_failsWithOneSentence_withoutAKey() {
    assertThatThrownBy(() -> tokens("mobile-bff"))
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("mobile-bff.jwks")
        .hasMessageContaining("./harbor keys");
  }

  private ServiceTokens tokens(String process) {
    return ServiceTokens.of(
        process,
        Duration.ofMinutes(2),
        files,
        () -> START.plusSeconds(seconds.get()),
        () -> Duration.ofSeconds(seconds.get()).toNanos());
  }

  /** What an operator does: the new key is trusted beside the old one before it signs. */
  private void rotate() throws IOException {
    Path fresh = Files.createTempDirectory(directory, "fresh");
    new KeyFiles(fresh).make(List.of("web-bff"));
    Files.move(
        fresh.resolve("private/web-bff.jwks"),
        directory.resolve("private/web-bff.jwks"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static String kid(ServiceTokens tokens) throws ParseException {
    return token(tokens.header("carts", MARIA)).getHeader().getKeyID();
  }

  private static SignedJWT token(String header) throws ParseException {
    assertThat(header).startsWith("Bearer ");
    return SignedJWT.parse(header.substring("Bearer ".length()));
  }
}
