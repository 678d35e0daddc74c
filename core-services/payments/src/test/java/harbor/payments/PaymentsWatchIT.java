package harbor.payments;

import harbor.kit.service.WatchContract;
import harbor.observability.Telemetry;
import harbor.payments.v1.PaymentsServiceGrpc;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;

/** Payments are watched while they are made. */
class PaymentsWatchIT extends WatchContract {
  private static final Telemetry TELEMETRY =
      Telemetry.recording("payments-sandbox", InMemorySpanExporter.create());
  private static final Sandbox SANDBOX = Sandbox.start(TELEMETRY, Map.of());

  PaymentsWatchIT() {
    super(Payments.process(_ -> SANDBOX.settings(0)), PaymentsServiceGrpc.getWatchPaymentsMethod());
  }

  @AfterAll
  static void closeSandbox() {
    SANDBOX.close();
    TELEMETRY.close();
  }

  @Override
  protected Set<String> importVersion(int version) {
    var _ =
        PaymentsServiceGrpc.newBlockingStub(core.channel())
            .authorizePayment(PaymentsServiceIT.authorization("order-" + version, "tok_approve"));
    return Set.of("order-" + version);
  }
}
