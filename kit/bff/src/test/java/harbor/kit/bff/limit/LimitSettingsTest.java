package harbor.kit.bff.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LimitSettingsTest {
  private static final Limit DEFAULT = Limit.perMinute(Limit.DEFAULT, 600);
  private static final Limit SIGN_IN = Limit.perMinute(Limit.SIGN_IN, 20);

  @Test
  void limits_areOff_whenNothingIsSet() {
    assertThat(read(Map.of()).isOn()).isFalse();
    assertThat(read("off").isOn()).isFalse();
  }

  @Test
  void limits_areThoseThatTheBffStates_whenOn() {
    assertThat(read("on").limits())
        .isEqualTo(Map.of(Limit.DEFAULT, DEFAULT, Limit.SIGN_IN, SIGN_IN));
  }

  @Test
  void limit_takesThePlaceOfTheStatedOne() {
    Limit changed = new Limit(Limit.SIGN_IN, 5, Duration.ofMinutes(10));

    assertThat(read("on, sign-in=5/10m").limits())
        .isEqualTo(Map.of(Limit.DEFAULT, DEFAULT, Limit.SIGN_IN, changed));
    assertThat(read("sign-in=5/10m,on").limits())
        .isEqualTo(Map.of(Limit.DEFAULT, DEFAULT, Limit.SIGN_IN, changed));
    assertThat(read("sign-in=5/10m").limits()).isEqualTo(Map.of(Limit.SIGN_IN, changed));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1s", "s"})
  void window_isSecondsMinutesOrHours(String second) {
    assertThat(read("default=7/" + second).limits())
        .containsEntry(Limit.DEFAULT, new Limit(Limit.DEFAULT, 7, Duration.ofSeconds(1)));
    assertThat(read("default=7/2h").limits())
        .containsEntry(Limit.DEFAULT, new Limit(Limit.DEFAULT, 7, Duration.ofHours(2)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes",
        "default",
        "default=0/1m",
        "default=10",
        "default=10/0s",
        "default=10/25h",
        "default=-1/1m",
        "unknown=10/1m",
        "default=99999999999/1m"
      })
  void setting_isRefused_whenItIsNone(String value) {
    assertThatThrownBy(() -> read(value))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("HARBOR_WEB_BFF_LIMITS")
        .hasMessageContaining("sign-in");
  }

  private static LimitSettings read(String value) {
    return read(Map.of("HARBOR_WEB_BFF_LIMITS", value));
  }

  private static LimitSettings read(Map<String, String> values) {
    return LimitSettings.from(Environment.of(values), "web-bff", List.of(DEFAULT, SIGN_IN));
  }
}
