package harbor.observability.fault;

import static java.util.stream.Collectors.joining;

import harbor.kit.runtime.Health;
import harbor.kit.runtime.ManagementServer;
import harbor.kit.runtime.ManagementServer.Response;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /faults} of a management port: GET lists what is on, a line each; PUT switches what the
 * lines of its body say, all of them or, when one is wrong, none.
 */
public final class FaultPage {
  private static final Logger log = LoggerFactory.getLogger(FaultPage.class);

  private final List<Faults> processes;

  private FaultPage(List<Faults> processes) {
    this.processes = processes;
  }

  /** Adds it when there is anything to switch, and readiness to the health. */
  public static void add(ManagementServer management, Health health, List<Faults> processes) {
    processes.forEach(
        faults -> health.needs(faults.service() + ", as its fault says,", faults::isReady));
    if (!processes.isEmpty()) {
      FaultPage page = new FaultPage(List.copyOf(processes));
      management.page("/faults", page::list, page::turn);
    }
  }

  private Response list() {
    return Response.text(
        200,
        processes.stream()
            .flatMap(faults -> faults.rules().stream())
            .map(rule -> rule + "\n")
            .collect(joining()));
  }

  private Response turn(String body) {
    try {
      List<FaultRule> rules = body.lines().flatMap(this::rules).toList();
      rules.forEach(rule -> of(rule.service()).check(rule));
      for (FaultRule rule : rules) {
        of(rule.service()).turn(rule);
        log.warn("A fault is switched: {}", rule);
      }
      return list();
    } catch (IllegalArgumentException e) {
      return Response.text(400, e.getMessage() + "\n");
    }
  }

  private Stream<FaultRule> rules(String line) {
    return line.strip().equals("off")
        ? processes.stream().map(faults -> FaultRule.parse(faults.service() + " off"))
        : Stream.of(FaultRule.parse(line));
  }

  private Faults of(String service) {
    return processes.stream()
        .filter(faults -> faults.service().equals(service))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no service '%s' here (expected: %s)"
                        .formatted(
                            service,
                            processes.stream()
                                .map(Faults::service)
                                .sorted()
                                .collect(joining(", ")))));
  }
}
