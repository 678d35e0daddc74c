package harbor.bench.identity;

import harbor.allinone.Processes;
import harbor.kit.client.identity.IdentitySettings;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Launcher;
import harbor.kit.runtime.Parts;
import harbor.kit.service.CoreProcess;
import harbor.mobile.MobileBff;
import harbor.observability.Telemetry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The mobile BFF and the core services that a phone's cart asks, over gRPC in one process, so that
 * its CPU is all that a request costs but for the database. Ends with SIGTERM.
 */
public final class CartMain {
  /** The argument that leaves all checks of callers out: no tokens, no keys, no sign-in. */
  static final String OPEN = "open";

  /** Whom the cart asks, and users, whom the BFF asks who somebody is. */
  static final List<String> CORES = List.of("carts", "catalog", "pricing", "inventory", "users");

  private CartMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    boolean isOpen = List.of(args).contains(OPEN);
    Launcher.run("bench-cart", environment -> start(environment, isOpen));
  }

  private static Parts start(Environment environment, boolean isOpen) {
    Parts parts = new Parts();
    for (CoreProcess core : Processes.cores()) {
      if (CORES.contains(core.name())) {
        Telemetry telemetry = telemetry(core.name(), environment, parts);
        parts.add(
            core.name(),
            isOpen
                ? core.startUnchecked(core.settings(environment), telemetry)
                : core.start(environment, telemetry));
      }
    }
    Map<String, String> ofBff = new HashMap<>(environment.all());
    if (isOpen) {
      ofBff.keySet().removeIf(name -> name.equals(IdentitySettings.KEYS) || name.contains("OIDC"));
    }
    parts.add(
        "mobile-bff",
        MobileBff.PROCESS.start(
            environment.with(ofBff), telemetry("mobile-bff", environment, parts)));
    System.out.println("ready");
    return parts;
  }

  private static Telemetry telemetry(String name, Environment environment, Parts parts) {
    return parts.add("telemetry of " + name, Telemetry.start(name, environment.all()));
  }
}
