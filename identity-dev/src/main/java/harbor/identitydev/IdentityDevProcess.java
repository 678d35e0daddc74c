package harbor.identitydev;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.StartFailed;
import harbor.observability.StoreProcess;
import harbor.observability.Telemetry;

/** The development provider as it declares itself: part of all-in-one, and of nothing else. */
final class IdentityDevProcess implements StoreProcess {
  private static final int PORT = 8085;

  @Override
  public String name() {
    return "identity-dev";
  }

  @Override
  public int defaultPort() {
    return PORT;
  }

  @Override
  public void readSettings(Environment environment) {
    var _ = IdentityDevSettings.from(environment);
  }

  @Override
  public IdentityDev start(Environment environment, Telemetry telemetry) {
    return IdentityDev.start(IdentityDevSettings.from(environment));
  }

  /** Refuses: whoever can reach it is whom they say they are. */
  @Override
  public void run() {
    throw new StartFailed(
        "The development provider signs in whoever asks, so it runs in ./harbor up alone. Point"
            + " HARBOR_OIDC_ISSUER at a real provider.");
  }
}
