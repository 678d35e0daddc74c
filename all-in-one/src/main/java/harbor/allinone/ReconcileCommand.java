package harbor.allinone;

import harbor.clients.PaymentsClient;
import harbor.kit.client.PlainChannels;
import harbor.kit.client.TransportSecurity;
import harbor.kit.client.identity.IdentitySettings;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.StartFailed;
import harbor.payments.v1.ReconcileResponse;
import io.grpc.StatusRuntimeException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code harbor reconcile}: the ledger of payments beside that of the provider. */
@Command(
    name = "reconcile",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit code:%n",
    exitCodeList = {
      "0:both agree",
      "1:they could not be compared",
      "2:they do not agree",
      "64:usage"
    },
    description = "Compares the running store's payments with the provider's ledger.")
final class ReconcileCommand implements Callable<Integer> {
  private static final int AGREE = 0;
  private static final int NOT_COMPARED = 1;
  private static final int DISAGREE = 2;
  private static final Duration TIME = Duration.ofMinutes(2);

  @Option(
      names = "--payments",
      paramLabel = "HOST:PORT",
      description =
          "Where payments is; otherwise HARBOR_PAYMENTS_TARGET, or this machine and"
              + " HARBOR_PAYMENTS_PORT.")
  private @Nullable String target;

  @Spec private @Nullable CommandSpec spec;

  private final Environment environment;

  ReconcileCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try (PlainChannels channels =
        PlainChannels.open(
            PaymentsClient.SERVICE.name(),
            target(),
            TransportSecurity.from(environment),
            IdentitySettings.from(environment).tokensOf(Processes.COMMAND_LINE))) {
      return report(new PaymentsClient(channels).reconcile.call(true, TIME), out);
    } catch (StartFailed e) {
      out.println(e.getMessage());
    } catch (StatusRuntimeException e) {
      out.println("They could not be compared: " + e.getStatus());
    }
    out.flush();
    return NOT_COMPARED;
  }

  private static int report(ReconcileResponse found, PrintWriter out) {
    found
        .getDiscrepanciesList()
        .forEach(
            one ->
                out.printf(
                    "order %s, operation %s: %s%n",
                    one.getOrderId().isEmpty() ? "unknown" : one.getOrderId(),
                    one.getOperationKey(),
                    one.getText()));
    out.printf(
        "%d entries of the provider's ledger compared, %d discrepancies%n",
        found.getCompared(), found.getDiscrepanciesCount());
    out.flush();
    return found.getDiscrepanciesCount() == 0 ? AGREE : DISAGREE;
  }

  private String target() {
    if (target != null) {
      return target;
    }
    String port =
        environment
            .all()
            .getOrDefault(
                "HARBOR_PAYMENTS_PORT", Integer.toString(PaymentsClient.SERVICE.defaultPort()));
    return environment.all().getOrDefault("HARBOR_PAYMENTS_TARGET", "127.0.0.1:" + port);
  }
}
