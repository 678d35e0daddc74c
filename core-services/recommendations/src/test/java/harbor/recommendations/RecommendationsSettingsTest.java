package harbor.recommendations;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.runtime.Environment;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecommendationsSettingsTest {
  @Test
  void from_hasItsDefaults_whenNothingIsSet() {
    RecommendationsSettings settings = RecommendationsSettings.from(Environment.of(Map.of()));

    assertThat(settings.grpc().service()).isEqualTo("recommendations");
    assertThat(settings.grpc().port()).isEqualTo(9106);
    assertThat(settings.database().schema()).isEqualTo("recommendations");
  }

  @Test
  void from_takesWhatIsSet() {
    RecommendationsSettings settings =
        RecommendationsSettings.from(
            Environment.of(Map.of("HARBOR_RECOMMENDATIONS_PORT", "19106")));

    assertThat(settings.grpc().port()).isEqualTo(19106);
  }
}
