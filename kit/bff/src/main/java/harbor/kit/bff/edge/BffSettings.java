package harbor.kit.bff.edge;

import harbor.kit.bff.explain.ExplainKey;
import harbor.kit.bff.limit.Limit;
import harbor.kit.bff.limit.LimitSettings;
import harbor.kit.bff.overload.OverloadSettings;
import harbor.kit.runtime.DrainTime;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where a BFF listens, how long it waits, and what it takes on.
 *
 * @param name for instance {@code web-bff}
 * @param address the address
 * @param port the port; 0 lets the system choose
 * @param eventLoops threads that serve requests
 * @param drain how long requests under way may take to end once the BFF was told to stop
 * @param overload what it takes on at most
 * @param limits how many requests a client may make
 * @param origins what browsers know it by
 * @param explain signs requests whose answers list their calls; empty when none does
 */
public record BffSettings(
    String name,
    String address,
    int port,
    int eventLoops,
    Duration drain,
    OverloadSettings overload,
    LimitSettings limits,
    OriginSettings origins,
    Optional<ExplainKey> explain) {
  private static final String ADDRESS = "HARBOR_BFF_ADDRESS";

  /** With the default limits. */
  public BffSettings(String name, String address, int port, int eventLoops, Duration drain) {
    this(name, address, port, eventLoops, drain, OverloadSettings.DEFAULTS);
  }

  /** Without limits per client. */
  public BffSettings(
      String name,
      String address,
      int port,
      int eventLoops,
      Duration drain,
      OverloadSettings overload) {
    this(
        name,
        address,
        port,
        eventLoops,
        drain,
        overload,
        LimitSettings.OFF,
        OriginSettings.NONE,
        Optional.empty());
  }

  /**
   * Reads {@code HARBOR_<NAME>_...}, {@code HARBOR_BFF_...} and {@code HARBOR_DRAIN_MS}.
   *
   * @param stated the rate limits that the BFF states
   */
  public static BffSettings from(
      Environment environment, String name, int defaultPort, List<Limit> stated) {
    return new BffSettings(
        name,
        environment.text(
            ADDRESS,
            "127.0.0.1",
            "Address that the BFFs listen on; one that others reach needs HARBOR_<BFF>_PUBLIC_URL"
                + " where people sign in."),
        environment.port(portSetting(name), defaultPort, "HTTP port of " + name + "."),
        loops(
            environment.integer(
                "HARBOR_BFF_EVENT_LOOPS",
                0,
                0,
                256,
                "Threads that serve the requests of one BFF; 0 means one a processor.")),
        DrainTime.from(environment),
        OverloadSettings.from(environment),
        LimitSettings.from(environment, name, stated),
        OriginSettings.from(environment, name),
        ExplainKey.from(environment));
  }

  /**
   * Fails where browsers would drop the cookies of a sign-in: they take Secure ones from this
   * machine and by TLS alone, which a proxy then has in front of the BFF.
   */
  void requireSecureCookies() {
    if (origins.publicOrigin().configured().isEmpty() && !isLoopback(address)) {
      throw new InvalidSetting(
          ADDRESS,
          address,
          "a loopback address, or %s: without TLS browsers drop the cookies of a sign-in"
              .formatted(Environment.setting(name, "PUBLIC_URL")));
    }
  }

  private static boolean isLoopback(String address) {
    InetSocketAddress resolved = new InetSocketAddress(address, 0);
    return !resolved.isUnresolved() && resolved.getAddress().isLoopbackAddress();
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
