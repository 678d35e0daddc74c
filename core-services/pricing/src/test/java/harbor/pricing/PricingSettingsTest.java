package harbor.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.runtime.Environment;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PricingSettingsTest {
  @Test
  void from_hasItsDefaults_whenNothingIsSet() {
    PricingSettings settings = PricingSettings.from(Environment.of(Map.of()));

    assertThat(settings.grpc().service()).isEqualTo("pricing");
    assertThat(settings.grpc().port()).isEqualTo(9103);
    assertThat(settings.database().schema()).isEqualTo("pricing");
  }

  @Test
  void from_takesWhatIsSet() {
    PricingSettings settings =
        PricingSettings.from(Environment.of(Map.of("HARBOR_PRICING_PORT", "19103")));

    assertThat(settings.grpc().port()).isEqualTo(19103);
  }
}
