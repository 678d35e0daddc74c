package harbor.kit.service;

import harbor.kit.client.TransportSecurity;
import harbor.kit.client.identity.IdentitySettings;
import harbor.kit.runtime.DrainTime;
import harbor.kit.runtime.Environment;
import harbor.kit.service.call.CallFailpoints;
import harbor.kit.service.database.DatabaseSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The settings of a core service: the same ones for each.
 *
 * @param service its name, for instance {@code catalog}: also its schema, and the domain of its
 *     errors
 * @param address the address that it listens on; loopback unless said otherwise
 * @param port the port; 0 lets the system choose
 * @param drain how long calls under way may take to end once the service was told to stop
 * @param database where its data is
 * @param identity where the keys of its callers are, and its own
 * @param transport what connections to it are, and those that it makes to others
 * @param callsPerSecond of one calling process to one instance; 0 for any number
 * @param failpoints where the process stops; none in ordinary use
 * @param targets where other core services are
 */
public record CoreSettings(
    String service,
    String address,
    int port,
    Duration drain,
    DatabaseSettings database,
    IdentitySettings identity,
    TransportSecurity transport,
    int callsPerSecond,
    List<String> failpoints,
    Targets targets) {
  /** Copies the list. */
  public CoreSettings {
    failpoints = List.copyOf(failpoints);
  }

  /**
   * Reads {@code HARBOR_<SERVICE>_PORT} and {@code HARBOR_<SERVICE>_DB_...}, and what all services
   * share.
   */
  static CoreSettings from(Environment environment, String service, int defaultPort) {
    return new CoreSettings(
        service,
        environment.text(
            "HARBOR_GRPC_ADDRESS", "127.0.0.1", "Address that the core services listen on."),
        environment.port(portSetting(service), defaultPort, "gRPC port of " + service + "."),
        DrainTime.from(environment),
        DatabaseSettings.from(environment, service),
        IdentitySettings.from(environment),
        TransportSecurity.from(environment),
        environment.integer(
            "HARBOR_CORE_CALLS_PER_SECOND",
            0,
            0,
            1_000_000,
            "Calls a second of one calling process to one instance of a core service, twice as many"
                + " at once; 0 means no limit."),
        CallFailpoints.named(environment),
        (other, port) -> target(environment.all(), other, port));
  }

  /** Where core services are. */
  @FunctionalInterface
  public interface Targets {
    /** The gRPC target of one of this name, which listens on this port unless a setting says so. */
    String of(String service, int defaultPort);
  }

  /** As BFFs are told it; otherwise on this machine, on the port that it is told. */
  private static String target(Map<String, String> environment, String service, int defaultPort) {
    String named = Environment.setting(service, "TARGET");
    String target = environment.getOrDefault(named, "").strip();
    return target.isEmpty()
        ? "127.0.0.1:"
            + environment.getOrDefault(portSetting(service), Integer.toString(defaultPort))
        : target;
  }

  /** The variable that chooses the port. */
  String portSetting() {
    return portSetting(service);
  }

  private static String portSetting(String service) {
    return Environment.setting(service, "PORT");
  }
}
