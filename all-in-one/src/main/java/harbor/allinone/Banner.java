package harbor.allinone;

import harbor.identitydev.IdentityDev;
import harbor.kit.bff.edge.BffProcess;
import harbor.observability.StoreProcess;
import harbor.web.WebBff;
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
      List<BffProcess.Running> bffs,
      List<String> products) {
    out.println();
    for (RunningProcess process : processes) {
      out.printf("  %-16s 127.0.0.1:%d%n", process.name(), process.port());
    }
    out.printf("  %-16s 127.0.0.1:%d  (/health /metrics /plans)%n", "management", managementPort);
    out.printf("  %-16s %s%n", "PostgreSQL", database);
    if (!products.isEmpty()) {
      out.printf("%nTry it:%n");
      for (BffProcess.Running bff : bffs) {
        ExampleRoute.of(bff).stream()
            .findFirst()
            .ifPresent(
                route ->
                    out.printf(
                        "  curl -H 'Accept: application/json' http://localhost:%d%s%n",
                        bff.port(), route.path(products.getFirst())));
      }
      out.printf("  http://localhost:%d/plans%n", managementPort);
      portOf(IdentityDev.PROCESS, processes)
          .flatMap(_ -> portOf(WebBff.PROCESS, processes))
          .ifPresent(
              web ->
                  out.printf(
                      "  http://localhost:%d/auth/login  (as Ada, Ben or Grace; on the phone:"
                          + " ./harbor token ada)%n",
                      web));
    }
    out.printf("%nHarbor is ready%n");
    out.flush();
  }

  private static Optional<Integer> portOf(StoreProcess process, List<RunningProcess> processes) {
    return processes.stream()
        .filter(running -> running.name().equals(process.name()))
        .map(RunningProcess::port)
        .findFirst();
  }
}
