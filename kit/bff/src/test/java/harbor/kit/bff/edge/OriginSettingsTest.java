package harbor.kit.bff.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginSettingsTest {
  @Test
  void origins_areNone_whenNothingIsSet() {
    assertThat(OriginSettings.from(Environment.of(Map.of()), "web-bff"))
        .isEqualTo(OriginSettings.NONE);
  }

  @Test
  void origins_areReadAsBrowsersSendThem() {
    OriginSettings origins =
        OriginSettings.from(
            Environment.of(
                Map.of(
                    "HARBOR_WEB_BFF_PUBLIC_URL", "https://Shop.Example",
                    "HARBOR_WEB_BFF_ORIGINS", "https://A.example:8443,, http://b.example ")),
            "web-bff");

    assertThat(origins.allowed()).containsExactly("https://a.example:8443", "http://b.example");
    assertThat(origins.isSecure()).isTrue();
    assertThat(origins.host()).isEqualTo("shop.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "null",
        "shop.example",
        "https://shop.example/path",
        "https://a@shop.example",
        "https://shop.example?x",
        "ftp://shop.example",
        "https://*.example",
        "https://a.example https://b.example"
      })
  void origin_isRefused_whenItIsNone(String value) {
    for (String name : new String[] {"HARBOR_WEB_BFF_ORIGINS", "HARBOR_WEB_BFF_PUBLIC_URL"}) {
      assertThatThrownBy(() -> OriginSettings.from(Environment.of(Map.of(name, value)), "web-bff"))
          .isInstanceOf(InvalidSetting.class)
          .hasMessageContaining(name);
    }
  }

  /** The public URL alone may be copied with the slash that browsers show. */
  @Test
  void slashAtTheEnd_isPartOfNoOrigin() {
    assertThatThrownBy(
            () ->
                OriginSettings.from(
                    Environment.of(Map.of("HARBOR_WEB_BFF_ORIGINS", "https://shop.example/")),
                    "web-bff"))
        .isInstanceOf(InvalidSetting.class);
    assertThat(
            OriginSettings.from(
                    Environment.of(Map.of("HARBOR_WEB_BFF_PUBLIC_URL", "https://shop.example/")),
                    "web-bff")
                .host())
        .isEqualTo("shop.example");
  }
}
