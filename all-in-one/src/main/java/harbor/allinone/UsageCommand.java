package harbor.allinone;

import harbor.allinone.management.ManagementPort;
import harbor.kit.runtime.Environment;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code harbor usage}: which versions of which clients still ask a route. */
@Command(
    name = "usage",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit code:%n",
    exitCodeList = {
      "0:somebody asks it",
      "1:it could not be known",
      "2:nobody asks it",
      "64:usage"
    },
    description =
        "Says which versions of which clients have asked a route of the running store since it"
            + " started.")
final class UsageCommand implements Callable<Integer> {
  private static final int ASKED = 0;
  private static final int NOT_KNOWN = 1;
  private static final int NOT_ASKED = 2;
  private static final Pattern LINE =
      Pattern.compile("harbor_client_requests_total\\{([^}]*(?:\\{[^}]*}[^}]*)*)} (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  @Parameters(
      paramLabel = "ROUTE",
      description = "Its path pattern, for instance /mobile/v1/products/{id}.")
  private String route = "";

  @Mixin private final ManagementPort management;

  @Spec private @Nullable CommandSpec spec;

  UsageCommand(Environment environment) {
    management = new ManagementPort(environment);
  }

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try {
      Map<String, Double> requests =
          requests(management.ask("/metrics", UnaryOperator.identity()).body(), route);
      requests.forEach((client, count) -> out.printf("%-32s %,.0f%n", client, count));
      out.println(requests.isEmpty() ? "Nobody has asked it since the start." : "Since the start.");
      out.println("What a shared cache answered is not in these figures.");
      return requests.isEmpty() ? NOT_ASKED : ASKED;
    } catch (IOException e) {
      out.println("No process answers at " + management.address() + ".");
      return NOT_KNOWN;
    } finally {
      out.flush();
    }
  }

  /** Requests by client and version; those of all methods and processes together. */
  static Map<String, Double> requests(String metrics, String route) {
    Map<String, Double> requests = new TreeMap<>();
    for (Matcher line = LINE.matcher(metrics); line.find(); ) {
      Map<String, String> labels = new TreeMap<>();
      for (Matcher label = LABEL.matcher(line.group(1)); label.find(); ) {
        labels.put(label.group(1), label.group(2));
      }
      if (labels.getOrDefault("route", "").endsWith(" " + route)) {
        requests.merge(
            labels.getOrDefault("client", "") + "/" + labels.getOrDefault("version", ""),
            Double.parseDouble(line.group(2)),
            Double::sum);
      }
    }
    return requests;
  }
}
