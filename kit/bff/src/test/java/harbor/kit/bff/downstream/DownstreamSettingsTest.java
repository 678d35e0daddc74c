package harbor.kit.bff.downstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.bff.resilience.Layer;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownstreamSettingsTest {
  @Test
  void target_isOnThisMachine_whenNothingIsSet() {
    DownstreamSettings settings =
        DownstreamSettings.from(Environment.of(Map.of()), "catalog", 9101);

    assertThat(settings).isEqualTo(new DownstreamSettings("catalog", "127.0.0.1:9101"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "catalog:9101",
        "dns:///catalog.shop.svc:9101",
        "10.0.0.7:1",
        "[::1]:9101",
        "ipv4:1.2.3.4:9"
      })
  void target_isTaken_whenItNamesHostAndPort(String target) {
    assertThat(from(target).target()).isEqualTo(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"catalog", "catalog:", ":9101", "http://catalog/x:9101", "a b:9101"})
  void target_isRefused_whenItDoesNot(String target) {
    assertThatThrownBy(() -> from(target))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(
            "HARBOR_CATALOG_TARGET is '" + target + "' (expected: host:port or dns:///host:port)");
  }

  @Test
  void layers_areAll_unlessSomeAreNamed() {
    assertThat(layers(Map.of())).containsExactlyInAnyOrder(Layer.values());
    assertThat(layers(Map.of("HARBOR_CATALOG_LAYERS", "retry, breaker")))
        .containsExactlyInAnyOrder(Layer.RETRY, Layer.BREAKER);
    assertThat(layers(Map.of("HARBOR_CATALOG_LAYERS", "none"))).isEmpty();
  }

  @Test
  void layer_isRefused_whenThereIsNone() {
    assertThatThrownBy(() -> layers(Map.of("HARBOR_CATALOG_LAYERS", "retry,magic")))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("HARBOR_CATALOG_LAYERS")
        .hasMessageContaining("limit,retry,hedge,breaker,flight");
  }

  private static Set<Layer> layers(Map<String, String> environment) {
    return DownstreamSettings.from(Environment.of(environment), "catalog", 9101).layers();
  }

  private static DownstreamSettings from(String target) {
    return DownstreamSettings.from(
        Environment.of(Map.of("HARBOR_CATALOG_TARGET", target)), "catalog", 9101);
  }
}
