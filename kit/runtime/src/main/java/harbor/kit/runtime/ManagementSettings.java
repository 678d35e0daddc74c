package harbor.kit.runtime;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the management port listens, and to which names.
 *
 * @param address the address; loopback unless said otherwise
 * @param port the port; 0 lets the system choose
 * @param portSetting the variable that chose the port, for messages
 * @param hosts the names in lower case that it answers to besides local ones and IP addresses
 */
public record ManagementSettings(String address, int port, String portSetting, Set<String> hosts) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9._-]+");

  public ManagementSettings {
    hosts = Set.copyOf(hosts);
  }

  /**
   * Reads {@code HARBOR_MANAGEMENT_ADDRESS}, {@code HARBOR_MANAGEMENT_PORT} and {@code
   * HARBOR_MANAGEMENT_HOSTS}.
   */
  public static ManagementSettings from(Environment environment) {
    return new ManagementSettings(
        environment.text(
            "HARBOR_MANAGEMENT_ADDRESS",
            "127.0.0.1",
            "Address that the management port listens on; clients must never reach it."),
        environment.port(
            "HARBOR_MANAGEMENT_PORT", 8090, "Port of health, metrics and the plans' page."),
        "HARBOR_MANAGEMENT_PORT",
        hosts(environment));
  }

  private static Set<String> hosts(Environment environment) {
    String text =
        environment.text(
            "HARBOR_MANAGEMENT_HOSTS",
            "host.docker.internal",
            "Names, with commas between, that the management port answers to; besides localhost and"
                + " IP addresses.");
    Set<String> names =
        Stream.of(text.toLowerCase(Locale.ROOT).split(","))
            .map(String::strip)
            .collect(Collectors.toSet());
    if (!names.stream().allMatch(name -> NAME.matcher(name).matches())) {
      throw new InvalidSetting(
          "HARBOR_MANAGEMENT_HOSTS", text, "names of hosts, without ports, with commas between");
    }
    return names;
  }
}
