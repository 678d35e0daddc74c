package harbor.kit.bff.edge;

import harbor.kit.bff.overload.OverloadSettings;
import harbor.kit.runtime.Environment;
import java.time.Duration;

/**
 * Where a BFF listens, how long it waits, and what it takes on.
 *
 * @param name for instance {@code web-bff}
 * @param address the address
 * @param port the port; 0 lets the system choose
 * @param eventLoops threads that serve requests
 * @param drain how long requests under way may take to end once the BFF was told to stop
 * @param overload what it takes on at most
 */
public record BffSettings(
    String name,
    String address,
    int port,
    int eventLoops,
    Duration drain,
    OverloadSettings overload) {

  /** With the default limits. */
  public BffSettings(String name, String address, int port, int eventLoops, Duration drain) {
    this(name, address, port, eventLoops, drain, OverloadSettings.DEFAULTS);
  }

  /** Reads {@code HARBOR_<NAME>_PORT}, {@code HARBOR_BFF_...} and {@code HARBOR_DRAIN_MS}. */
  public static BffSettings from(Environment environment, String name, int defaultPort) {
    return new BffSettings(
        name,
        environment.text("HARBOR_BFF_ADDRESS", "127.0.0.1", "Address that the BFFs listen on."),
        environment.port(portSetting(name), defaultPort, "HTTP port of " + name + "."),
        loops(
            environment.integer(
                "HARBOR_BFF_EVENT_LOOPS",
                0,
                0,
                256,
                "Threads that serve the requests of one BFF; 0 means one a processor.")),
        environment.millis(
            "HARBOR_DRAIN_MS",
            Duration.ofSeconds(5),
            Duration.ZERO,
            Duration.ofMinutes(5),
            "Milliseconds that work under way may take to end after SIGTERM."),
        OverloadSettings.from(environment));
  }

  /** The variable that chooses the port. */
  public String portSetting() {
    return portSetting(name);
  }

  private static int loops(int setting) {
    return setting == 0 ? Runtime.getRuntime().availableProcessors() : setting;
  }

  private static String portSetting(String name) {
    return Environment.setting(name, "PORT");
  }
}
