package harbor.paymentssandbox;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Launcher;
import harbor.kit.runtime.StartFailed;
import harbor.observability.ObservedProcess;
import harbor.observability.StoreProcess;
import harbor.observability.Telemetry;

/** The sandbox as it declares itself. */
final class PaymentsSandboxProcess implements StoreProcess {
  private static final int PORT = 8086;

  @Override
  public String name() {
    return "payments-sandbox";
  }

  @Override
  public int defaultPort() {
    return PORT;
  }

  @Override
  public void readSettings(Environment environment) {
    var _ = PaymentsSandboxSettings.from(environment);
  }

  @Override
  public PaymentsSandbox start(Environment environment, Telemetry telemetry) {
    return PaymentsSandbox.start(PaymentsSandboxSettings.from(environment));
  }

  /** Refuses unless it is told that it may: orders would be paid with money that nobody has. */
  @Override
  public void run() {
    Launcher.run(
        name(),
        environment -> {
          if (!PaymentsSandboxSettings.from(environment).alone()) {
            throw new StartFailed(
                "The payments sandbox takes money that is not real, so it runs in ./harbor up, and"
                    + " alone only with %s=on. Point HARBOR_PAYMENTS_PROVIDER_URL at a real provider."
                        .formatted(PaymentsSandboxSettings.ALONE));
          }
          return ObservedProcess.start(
              name(), environment, (telemetry, _) -> start(environment, telemetry));
        });
  }
}
