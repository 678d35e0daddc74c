package harbor.payments;

import harbor.kit.service.WatchContract;
import harbor.observability.Telemetry;
import harbor.payments.v1.PaymentsServiceGrpc;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Payments are watched while they are made. */
class PaymentsWatchIT extends WatchContract {
  private static Telemetry telemetry;
  private static Sandbox sandbox;

  PaymentsWatchIT() {
    super(Payments.process(_ -> sandbox.settings(0)), PaymentsServiceGrpc.getWatchPaymentsMethod());
  }

  @BeforeAll
  static void startSandbox() {
    telemetry = Telemetry.recording("payments-sandbox", InMemorySpanExporter.create());
    sandbox = Sandbox.start(telemetry, Map.of());
  }

  @AfterAll
  static void closeSandbox() {
    sandbox.close();
    telemetry.close();
  }

  @Override
  protected Set<String> importVersion(int version) {
    var _ =
        PaymentsServiceGrpc.newBlockingStub(core.channel())
            .authorizePayment(PaymentsServiceIT.authorization("order-" + version, "tok_approve"));
    return Set.of("order-" + version);
  }
}
