package harbor.allinone;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** What runs where, and how to try it: the last thing that a start says. */
final class Banner {
  private Banner() {}

  static void print(
      PrintStream out,
      List<RunningProcess> processes,
      int managementPort,
      String database,
      Wired wired) {
    out.println();
    for (RunningProcess process : processes) {
      out.printf("  %-16s 127.0.0.1:%d%n", process.name(), process.port());
    }
    out.printf("  %-16s 127.0.0.1:%d  (/health /metrics /plans)%n", "management", managementPort);
    out.printf("  %-16s %s%n", "PostgreSQL", database);
    someProduct(wired)
        .ifPresent(
            product -> {
              out.printf("%nTry it:%n");
              out.printf(
                  "  curl http://localhost:%d/web/products/%s%n",
                  RunningProcess.named(processes, "web-bff").port(), product);
              out.printf(
                  "  curl -H 'Accept: application/json'"
                      + " http://localhost:%d/mobile/v1/products/%s%n",
                  RunningProcess.named(processes, "mobile-bff").port(), product);
              out.printf("  http://localhost:%d/plans%n", managementPort);
            });
    out.printf("%nHarbor is ready%n");
    out.flush();
  }

  private static Optional<String> someProduct(Wired wired) {
    try (CoreChannels channels = wired.channels(Processes.COMMAND_LINE)) {
      return channels.products(1).stream().findFirst();
    }
  }
}
