package harbor.kit.runtime;

/**
 * Where the management port listens.
 *
 * @param address the address; loopback unless said otherwise
 * @param port the port; 0 lets the system choose
 * @param portSetting the variable that chose the port, for messages
 */
public record ManagementSettings(String address, int port, String portSetting) {
  /** Reads {@code HARBOR_MANAGEMENT_ADDRESS} and {@code HARBOR_MANAGEMENT_PORT}. */
  public static ManagementSettings from(Environment environment) {
    return new ManagementSettings(
        environment.text(
            "HARBOR_MANAGEMENT_ADDRESS",
            "127.0.0.1",
            "Address that the management port listens on; clients must never reach it."),
        environment.port(
            "HARBOR_MANAGEMENT_PORT", 8090, "Port of health, metrics and the plans' page."),
        "HARBOR_MANAGEMENT_PORT");
  }
}
