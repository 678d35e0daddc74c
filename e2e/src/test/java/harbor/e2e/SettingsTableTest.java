package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.allinone.AllInOneSettings;
import harbor.catalog.CatalogSettings;
import harbor.inventory.InventorySettings;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.LogSettings;
import harbor.media.MediaSettings;
import harbor.mobile.MobileBffSettings;
import harbor.pricing.PricingSettings;
import harbor.recommendations.RecommendationsSettings;
import harbor.reviews.ReviewsSettings;
import harbor.web.WebBffSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingsTableTest {
  private static final Path README = Path.of(System.getProperty("harbor.root"), "README.md");

  @Test
  void readme_listsExactlyTheSettingsThatAreRead() throws IOException {
    String readme = Files.readString(README);

    String listed =
        readme
            .lines()
            .filter(line -> line.startsWith("| `HARBOR_"))
            .collect(Collectors.joining("\n"));

    assertThat(listed).isEqualTo(declared());
  }

  private static String declared() {
    Environment environment = Environment.of(Map.of());
    AllInOneSettings.from(environment);
    WebBffSettings.from(environment);
    MobileBffSettings.from(environment);
    CatalogSettings.from(environment);
    InventorySettings.from(environment);
    PricingSettings.from(environment);
    ReviewsSettings.from(environment);
    RecommendationsSettings.from(environment);
    MediaSettings.from(environment);
    LogSettings.from(environment);
    return environment.declared().stream()
        .map(
            setting ->
                "| `%s` | %s | %s |"
                    .formatted(
                        setting.name(),
                        setting.defaultValue().isEmpty() ? "" : "`" + setting.defaultValue() + "`",
                        setting.meaning()))
        .collect(Collectors.joining("\n"));
  }
}
