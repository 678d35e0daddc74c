package harbor.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.runtime.Environment;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogSettingsTest {
  @Test
  void from_hasItsDefaults() {
    CatalogSettings settings = CatalogSettings.from(Environment.of(Map.of()));

    assertThat(settings.grpc().port()).isEqualTo(9101);
    assertThat(settings.grpc().service()).isEqualTo("catalog");
    assertThat(settings.database().schema()).isEqualTo("catalog");
  }

  @Test
  void from_readsWhatIsSaid() {
    CatalogSettings settings =
        CatalogSettings.from(Environment.of(Map.of("HARBOR_CATALOG_PORT", "0")));

    assertThat(settings.grpc().port()).isZero();
  }
}
