package harbor.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import harbor.identitydev.IdentityDev;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The development provider as {@code ./harbor up} runs it. */
class DevelopmentProviderIT {
  private static final Store STORE = RunningStore.get();

  @Test
  void banner_namesIt() {
    assertThat(STORE.log())
        .containsPattern("identity-dev +127\\.0\\.0\\.1:" + STORE.port("identity-dev"))
        .contains("./harbor token ada");
  }

  @Test
  void token_isPrinted_andNothingElse() throws Exception {
    Said said = harbor("token", "ada");

    assertThat(said.code()).as(said.err()).isZero();
    JWTClaimsSet claims = SignedJWT.parse(said.out().strip()).getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo("ada");
    assertThat(claims.getAudience()).containsExactly(IdentityDev.AUDIENCE);
    assertThat(claims.getIssuer())
        .isEqualTo("http://localhost:%d/harbor".formatted(STORE.port("identity-dev")));
  }

  @Test
  void token_isRefused_forSomebodyUnknown() throws Exception {
    Said said = harbor("token", "mallory");

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).contains("does not know 'mallory'", "ada, ben, grace");
  }

  /** Whoever brings a provider has no second one that lets everybody in. */
  @Test
  void provider_isNotThere_besideAnotherOne() {
    try (Store store =
        Store.start(
            Store.freshData(),
            Map.of(
                "HARBOR_DEMO", "none",
                "HARBOR_OIDC_ISSUER", "https://sso.example/realms/harbor",
                "HARBOR_OIDC_CLIENT_ID", "web-bff",
                "HARBOR_OIDC_CLIENT_SECRET", "not-used"))) {
      assertThat(store.log()).contains("web-bff").doesNotContain("identity-dev");
    }
  }

  /** What a command said, and how it ended. */
  private record Said(int code, String out, String err) {}

  private static Said harbor(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(Store.command(arguments));
    builder
        .environment()
        .put("HARBOR_IDENTITY_DEV_PORT", Integer.toString(STORE.port("identity-dev")));
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    return new Said(process.waitFor(), out, err);
  }
}
