package harbor.kit.service;

import harbor.kit.runtime.Environment;
import java.time.Duration;
import java.util.Locale;

/**
 * Where a core service listens.
 *
 * @param service its name, for instance {@code catalog}: also its schema, and the domain of its
 *     errors
 * @param address the address; loopback unless said otherwise
 * @param port the port; 0 lets the system choose
 * @param drain how long calls under way may take to end once the service was told to stop
 */
public record GrpcSettings(String service, String address, int port, Duration drain) {
  /**
   * Reads {@code HARBOR_<SERVICE>_PORT}, {@code HARBOR_GRPC_ADDRESS} and {@code HARBOR_DRAIN_MS}.
   */
  public static GrpcSettings from(Environment environment, String service, int defaultPort) {
    return new GrpcSettings(
        service,
        environment.text(
            "HARBOR_GRPC_ADDRESS", "127.0.0.1", "Address that the core services listen on."),
        environment.port(portSetting(service), defaultPort, "gRPC port of " + service + "."),
        environment.millis(
            "HARBOR_DRAIN_MS",
            Duration.ofSeconds(5),
            Duration.ZERO,
            Duration.ofMinutes(5),
            "Milliseconds that work under way may take to end after SIGTERM."));
  }

  /** The variable that chooses the port. */
  public String portSetting() {
    return portSetting(service);
  }

  private static String portSetting(String service) {
    return "HARBOR_" + service.toUpperCase(Locale.ROOT) + "_PORT";
  }
}
