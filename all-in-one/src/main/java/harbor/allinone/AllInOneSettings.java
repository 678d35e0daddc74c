package harbor.allinone;

import harbor.kit.client.identity.IdentitySettings;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import harbor.kit.runtime.ManagementSettings;
import harbor.kit.service.database.DatabaseSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the store in one JVM needs to know besides the settings of each process in it.
 *
 * @param data where everything that must outlive it is kept
 * @param databaseUrl an outside PostgreSQL; absent for the embedded one
 * @param traceMegabytes size of the files that keep traces while no backend takes them; 0: none
 * @param demo whether the shipped catalogue is loaded into an empty store
 * @param management where its one management port listens
 */
public record AllInOneSettings(
    Path data,
    Optional<String> databaseUrl,
    int traceMegabytes,
    boolean demo,
    ManagementSettings management) {

  /** Reads them. */
  public static AllInOneSettings from(Environment environment) {
    return new AllInOneSettings(
        data(environment),
        environment.optionalText(DatabaseSettings.URL, DatabaseSettings.URL_MEANING),
        environment.integer(
            "HARBOR_TRACES_MB",
            64,
            0,
            10_000,
            "Megabytes of the files in HARBOR_DATA/traces that keep traces for ./harbor trace while"
                + " no backend takes them, the oldest going first; 0 means that none are kept."),
        environment
            .oneOf(
                "HARBOR_DEMO",
                List.of("load", "none"),
                "load",
                "Whether the shipped catalogue is loaded into an empty store.")
            .equals("load"),
        ManagementSettings.from(environment));
  }

  /**
   * The variables of whoever talks to a store of this machine, with its keys: those in its data
   * directory, unless they say others.
   */
  static Map<String, String> withKeys(Environment environment) {
    Map<String, String> all = new HashMap<>(environment.all());
    if (all.getOrDefault(IdentitySettings.KEYS, "").isBlank()) {
      all.put(IdentitySettings.KEYS, DataDirectory.keys(data(environment)).toString());
    }
    return all;
  }

  /** The directory of its data, as {@code HARBOR_DATA} says. */
  static Path data(Environment environment) {
    String text =
        environment.text(
            "HARBOR_DATA",
            "~/.local/state/harbor",
            "Directory of the embedded PostgreSQL, its log and the keys; $XDG_STATE_HOME/harbor if"
                + " that is set.");
    try {
      if (!text.equals("~/.local/state/harbor")) {
        return Path.of(text).toAbsolutePath().normalize();
      }
    } catch (InvalidPathException _) {
      throw new InvalidSetting("HARBOR_DATA", text, "a path of this system");
    }
    String state = environment.all().get("XDG_STATE_HOME");
    return state == null || state.isBlank()
        ? Path.of(System.getProperty("user.home"), ".local", "state", "harbor")
        : Path.of(state, "harbor");
  }
}
