package harbor.payments;

import harbor.kit.runtime.Environment;
import harbor.observability.StoreProcess;
import harbor.observability.Telemetry;
import harbor.paymentssandbox.PaymentsSandbox;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The sandbox provider in this JVM, and settings of payments that point to it. */
final class Sandbox implements AutoCloseable {
  private final StoreProcess.Started running;

  private Sandbox(StoreProcess.Started running) {
    this.running = running;
  }

  /** Starts one that is never silent for long. */
  static Sandbox start(Telemetry telemetry, Map<String, String> settings) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "HARBOR_PAYMENTS_SANDBOX_PORT", "0",
                "HARBOR_PAYMENTS_SANDBOX_SILENCE_MS", "0"));
    all.putAll(settings);
    return new Sandbox(PaymentsSandbox.PROCESS.start(Environment.of(all), telemetry));
  }

  /** Settings of payments whose provider is not there. */
  static PaymentsSettings nowhere() {
    return settings(1, 0);
  }

  /** Settings of payments that ask this one, and take notices on a port. */
  PaymentsSettings settings(int noticePort) {
    return settings(running.port(), noticePort);
  }

  private static PaymentsSettings settings(int port, int noticePort) {
    return new PaymentsSettings(
        URI.create("http://127.0.0.1:" + port),
        "sandbox-key",
        Duration.ofSeconds(5),
        "127.0.0.1",
        noticePort,
        "sandbox-notice-secret");
  }

  @Override
  public void close() {
    running.close();
  }
}
