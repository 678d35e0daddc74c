package harbor.reviews;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.runtime.Environment;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReviewsSettingsTest {
  @Test
  void from_hasItsDefaults_whenNothingIsSet() {
    ReviewsSettings settings = ReviewsSettings.from(Environment.of(Map.of()));

    assertThat(settings.grpc().service()).isEqualTo("reviews");
    assertThat(settings.grpc().port()).isEqualTo(9105);
    assertThat(settings.database().schema()).isEqualTo("reviews");
  }

  @Test
  void from_takesWhatIsSet() {
    ReviewsSettings settings =
        ReviewsSettings.from(Environment.of(Map.of("HARBOR_REVIEWS_PORT", "19105")));

    assertThat(settings.grpc().port()).isEqualTo(19105);
  }
}
