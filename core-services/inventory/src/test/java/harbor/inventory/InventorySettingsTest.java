package harbor.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.runtime.Environment;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InventorySettingsTest {
  @Test
  void from_hasItsDefaults() {
    InventorySettings settings = InventorySettings.from(Environment.of(Map.of()));

    assertThat(settings.grpc().port()).isEqualTo(9102);
    assertThat(settings.grpc().service()).isEqualTo("inventory");
    assertThat(settings.database().schema()).isEqualTo("inventory");
  }

  @Test
  void from_readsWhatIsSaid() {
    InventorySettings settings =
        InventorySettings.from(Environment.of(Map.of("HARBOR_INVENTORY_PORT", "0")));

    assertThat(settings.grpc().port()).isZero();
  }
}
