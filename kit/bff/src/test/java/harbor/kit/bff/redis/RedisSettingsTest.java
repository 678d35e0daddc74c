package harbor.kit.bff.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisSettingsTest {
  @Test
  void settings_areEmpty_withoutAUrl() {
    assertThat(RedisSettings.from(Environment.of(Map.of()))).isEmpty();
  }

  @Test
  void url_isRead_andItsPasswordNotShown() {
    RedisSettings settings = read("rediss://shop:secret@cache.shop:6380/2").orElseThrow();

    assertThat(settings.uri().getDatabase()).isEqualTo(2);
    assertThat(settings.uri().isSsl()).isTrue();
    assertThat(settings).hasToString("cache.shop:6380");
  }

  @Test
  void badUrl_isRefused_withoutShowingIt() {
    assertThatThrownBy(() -> read("http://shop:secret@cache.shop"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("HARBOR_REDIS_URL")
        .hasMessageContaining("redis://")
        .hasMessageNotContaining("secret");
  }

  private static java.util.Optional<RedisSettings> read(String url) {
    return RedisSettings.from(Environment.of(Map.of("HARBOR_REDIS_URL", url)));
  }
}
