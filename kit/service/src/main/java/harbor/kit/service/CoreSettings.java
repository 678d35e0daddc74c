package harbor.kit.service;

import harbor.kit.runtime.Environment;
import harbor.kit.service.database.DatabaseSettings;
import java.time.Duration;

/**
 * The settings of a core service: the same ones for each.
 *
 * @param service its name, for instance {@code catalog}: also its schema, and the domain of its
 *     errors
 * @param address the address that it listens on; loopback unless said otherwise
 * @param port the port; 0 lets the system choose
 * @param drain how long calls under way may take to end once the service was told to stop
 * @param database where its data is
 */
public record CoreSettings(
    String service, String address, int port, Duration drain, DatabaseSettings database) {

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
        environment.millis(
            "HARBOR_DRAIN_MS",
            Duration.ofSeconds(5),
            Duration.ZERO,
            Duration.ofMinutes(5),
            "Milliseconds that work under way may take to end after SIGTERM."),
        DatabaseSettings.from(environment, service));
  }

  /** The variable that chooses the port. */
  String portSetting() {
    return portSetting(service);
  }

  private static String portSetting(String service) {
    return Environment.setting(service, "PORT");
  }
}
