package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.allinone.AllInOneSettings;
import harbor.allinone.Processes;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Environment.Declared;
import harbor.kit.runtime.LogSettings;
import harbor.kit.service.CoreProcess;
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
    if (Boolean.getBoolean("harbor.golden.write")) {
      Files.writeString(README, withTable(Files.readString(README), declared()));
    }
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
        Processes.cores().stream()
            .map(core -> core.name() + " " + core.defaultPort())
            .collect(Collectors.joining(", "));

    assertThat(Files.readString(README)).contains("`<port>`: " + ports + ".");
  }

  private static String withTable(String readme, String rows) {
    int first = readme.indexOf("| `HARBOR_");
    int last = readme.indexOf('\n', readme.lastIndexOf("| `HARBOR_"));
    return readme.substring(0, first) + rows + readme.substring(last);
  }

  private static String declared() {
    Environment environment = Environment.of(Map.of());
    AllInOneSettings.from(environment);
    Processes.ALL.forEach(process -> process.readSettings(environment));
    LogSettings.from(environment);
    return environment.declared().stream()
        .map(setting -> ofEachService(setting, environment))
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
  private static Declared ofEachService(Declared setting, Environment environment) {
    for (CoreProcess core : Processes.cores()) {
      String prefix = Environment.setting(core.name(), "");
      if (setting.name().startsWith(prefix)
          && othersHave(core, setting.name().substring(prefix.length()), environment)) {
        return new Declared(
            "HARBOR_<SERVICE>_" + setting.name().substring(prefix.length()),
            setting.defaultValue().replace(Integer.toString(core.defaultPort()), "<port>"),
            setting.meaning().replace(core.name(), "<service>"));
      }
    }
    return setting;
  }

  private static boolean othersHave(CoreProcess core, String what, Environment environment) {
    return Processes.cores().stream()
        .filter(other -> !other.equals(core))
        .map(other -> Environment.setting(other.name(), what))
        .anyMatch(
            name ->
                environment.declared().stream().anyMatch(setting -> setting.name().equals(name)));
  }
}
