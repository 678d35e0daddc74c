package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.allinone.AllInOneSettings;
import harbor.carts.Carts;
import harbor.catalog.Catalog;
import harbor.inventory.Inventory;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Environment.Declared;
import harbor.kit.runtime.LogSettings;
import harbor.kit.service.CoreProcess;
import harbor.media.MediaSettings;
import harbor.mobile.MobileBff;
import harbor.pricing.Pricing;
import harbor.recommendations.Recommendations;
import harbor.reviews.Reviews;
import harbor.watch.WatchBff;
import harbor.web.WebBff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingsTableTest {
  private static final Path README = Path.of(System.getProperty("harbor.root"), "README.md");

  private static final List<CoreProcess> CORES =
      List.of(
          Catalog.PROCESS,
          Inventory.PROCESS,
          Pricing.PROCESS,
          Reviews.PROCESS,
          Recommendations.PROCESS,
          Carts.PROCESS);

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

  @Test
  void readme_namesTheDefaultPortOfEachCoreService() throws IOException {
    String ports =
        CORES.stream()
            .map(core -> core.name() + " " + core.defaultPort())
            .collect(Collectors.joining(", "));

    assertThat(Files.readString(README)).contains("`<port>`: " + ports + ".");
  }

  private static String declared() {
    Environment environment = Environment.of(Map.of());
    AllInOneSettings.from(environment);
    WebBff.PROCESS.readSettings(environment);
    MobileBff.PROCESS.readSettings(environment);
    WatchBff.PROCESS.readSettings(environment);
    CORES.forEach(core -> core.settings(environment));
    MediaSettings.from(environment);
    LogSettings.from(environment);
    return environment.declared().stream()
        .map(SettingsTableTest::ofEachService)
        .distinct()
        .map(
            setting ->
                "| `%s` | %s | %s |"
                    .formatted(
                        setting.name(),
                        setting.defaultValue().isEmpty() ? "" : "`" + setting.defaultValue() + "`",
                        setting.meaning()))
        .collect(Collectors.joining("\n"));
  }

  /** What each core service has is one row; the same as it stands for what only one has. */
  private static Declared ofEachService(Declared setting) {
    for (CoreProcess core : CORES) {
      String prefix = "HARBOR_" + core.name().toUpperCase(Locale.ROOT) + "_";
      if (setting.name().startsWith(prefix)) {
        return new Declared(
            "HARBOR_<SERVICE>_" + setting.name().substring(prefix.length()),
            setting.defaultValue().replace(Integer.toString(core.defaultPort()), "<port>"),
            setting.meaning().replace(core.name(), "<service>"));
      }
    }
    return setting;
  }
}
