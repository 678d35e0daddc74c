package harbor.kit.bff.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the environment may say of sessions, and frontends of their paths. */
class SignInSettingsTest {
  private static final String K1 = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final String K2 = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  @Test
  void defaults_areHalfAnHourAndHalfADay_withoutKeys() {
    SessionSettings settings = SessionSettings.from(Environment.of(Map.of()));

    assertThat(settings.idle()).isEqualTo(Duration.ofMinutes(30));
    assertThat(settings.max()).isEqualTo(Duration.ofHours(12));
    assertThat(settings.keys()).isEmpty();
  }

  @Test
  void keys_areReadInTheirOrder_andNotShown() {
    SessionSettings settings =
        SessionSettings.from(Environment.of(Map.of("HARBOR_SESSION_KEYS", K2 + ", " + K1)));

    assertThat(settings.keys()).containsExactly(TestSessions.key(1), TestSessions.key(0));
    assertThat(settings.toString()).doesNotContain("AAAA").contains("2 keys");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret-but-short", "AAAA", K1 + ",", K1 + "," + "AAAA"})
  void keyThatIsNone_endsTheStart_andIsNotShown(String keys) {
    Environment environment = Environment.of(Map.of("HARBOR_SESSION_KEYS", keys));

    assertThatThrownBy(() -> SessionSettings.from(environment))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("32 bytes")
        .hasMessageNotContaining("secret")
        .hasMessageNotContaining("AAAA");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://shop.example",
        "http://localhost:8080",
        "http://a.localhost",
        "http://127.0.0.1:1"
      })
  void publicUrl_isAnOrigin(String url) {
    assertThat(origin(url).configured()).contains(URI.create(url));
    assertThat(origin(url + "/").configured()).contains(URI.create(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://shop.example",
        "https://shop.example/path",
        "https://me@shop.example",
        "https://shop.example?a",
        "https://shop.example#a",
        "ftp://localhost",
        "shop.example",
        "https://"
      })
  void publicUrl_endsTheStart_withoutTlsOrWithMoreThanAnOrigin(String url) {
    assertThatThrownBy(() -> origin(url)).isInstanceOf(InvalidSetting.class);
  }

  private static PublicOrigin origin(String url) {
    return PublicOrigin.from(Environment.of(Map.of("HARBOR_WEB_BFF_PUBLIC_URL", url)), "web-bff");
  }

  @Test
  void frontends_haveDifferentNamesAndPaths_andOneHasTheRest() {
    Frontend web = Frontend.browser("web");

    assertThatThrownBy(() -> new Frontends(List.of(web, web)))
        .hasMessageContaining("stand there twice");
    assertThatThrownBy(() -> new Frontends(List.of(web, Frontend.app("app"))))
        .hasMessageContaining("stand there twice");
    assertThatThrownBy(
            () -> new Frontends(List.of(new Frontend("admin", Frontend.Kind.BROWSER, "/admin/"))))
        .hasMessageContaining("one at /");
    assertThatThrownBy(() -> Frontend.browser("Web")).hasMessageContaining("a-z");
    assertThatThrownBy(() -> new Frontend("web", Frontend.Kind.APP, "/web"))
        .hasMessageContaining("/.../");
  }

  @Test
  void longestPaths_tellTheFrontend() {
    assertThat(TestSessions.FRONTENDS.of(TestSessions.request("/admin/users", "")).name())
        .isEqualTo("admin");
    assertThat(TestSessions.FRONTENDS.of(TestSessions.request("/administration", "")).name())
        .isEqualTo("web");
  }
}
