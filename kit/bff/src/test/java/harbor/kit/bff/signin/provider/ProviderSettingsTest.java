package harbor.kit.bff.signin.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderSettingsTest {
  private static final String ISSUER = "HARBOR_OIDC_ISSUER";
  private static final String SECRET = "HARBOR_OIDC_CLIENT_SECRET";

  @Test
  void nobodyCanSignIn_withoutAnIssuer() {
    assertThat(ProviderSettings.from(Environment.of(Map.of()))).isEmpty();
    assertThat(ProviderSettings.from(Environment.of(Map.of(SECRET, "x")))).isEmpty();
  }

  @Test
  void settings_haveDefaults_andShowNoSecret() {
    ProviderSettings settings = read(Map.of()).orElseThrow();

    assertThat(settings.clientId()).isEqualTo("harbor");
    assertThat(settings.audience()).isEqualTo("harbor-api");
    assertThat(settings.provider().roles().path()).containsExactly("roles");
    assertThat(settings.accessLifetime()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.toString()).doesNotContain("s3cret");
  }

  @Test
  void rolesClaim_mayLieDeep() {
    assertThat(
            read(Map.of("HARBOR_OIDC_ROLES_CLAIM", "realm_access.roles"))
                .orElseThrow()
                .provider()
                .roles()
                .path())
        .isEqualTo(List.of("realm_access", "roles"));
  }

  @Test
  void issuer_isAskedWithoutItsSlash() {
    assertThat(read(Map.of(ISSUER, "https://id.example/x/")).orElseThrow().discovery())
        .isEqualTo("https://id.example/x/.well-known/openid-configuration");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"id.example", "ftp://id.example", "https://", "https://id.example?x", "a b"})
  void issuer_thatIsNoAddress_endsTheStart(String issuer) {
    assertThatThrownBy(() -> read(Map.of(ISSUER, issuer)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining(ISSUER);
  }

  @Test
  void missingSecret_endsTheStart() {
    assertThatThrownBy(() -> read(Map.of(SECRET, "")))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining(SECRET);
  }

  @Test
  void audience_thatIsTheClient_endsTheStart() {
    assertThatThrownBy(() -> read(Map.of("HARBOR_OIDC_AUDIENCE", "harbor")))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("ID tokens");
  }

  private static Optional<ProviderSettings> read(Map<String, String> changes) {
    Map<String, String> settings =
        new HashMap<>(Map.of(ISSUER, "https://id.example/realm", SECRET, "s3cret"));
    settings.putAll(changes);
    return ProviderSettings.from(Environment.of(settings));
  }
}
