package harbor.e2e;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.allinone.fault.NamedFault;
import harbor.e2e.FaultRehearsal.Raised;
import harbor.kit.testing.ProofReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Faults raise the alerts that the runbook states, in a real Prometheus, and ordinary load none.
 */
class AlertsIT {
  private static final Path RUNBOOK =
      Path.of(System.getProperty("harbor.root"), "observability", "RUNBOOK.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|.*\\| ([^|]*) \\|$");
  private static final Pattern ALERT = Pattern.compile("Harbor\\w+");

  private static final int SCALE = Integer.getInteger("harbor.alerts.scale", 20);
  private static final int USERS = Integer.getInteger("harbor.alerts.users", 20);
  private static final double MAX_MINUTES_LATE = 2;

  /** For a look at some rows, which writes no report. */
  private static final String ONLY = System.getProperty("harbor.alerts.only", "");

  @Test
  @Tag("proof")
  @Tag("alerts")
  void faults_raiseWhatTheRunbookStates_andAnOrdinaryHourRaisesNothing() throws IOException {
    Map<NamedFault, Map<String, Raised>> raised = new EnumMap<>(NamedFault.class);
    try (FaultRehearsal rehearsal = FaultRehearsal.start(SCALE, USERS, 1)) {
      assertThat(rehearsal.ordinaryHour()).isEmpty();
      for (NamedFault fault : NamedFault.values()) {
        if (fault.text().contains(ONLY)) {
          raised.put(fault, rehearsal.rehearse(fault));
        }
      }
    }

    Map<NamedFault, Stated> stated = stated();
    assertThat(stated).containsOnlyKeys(NamedFault.values());
    assertThat(raised)
        .allSatisfy(
            (fault, alerts) -> {
              Stated alertsOfIt = Objects.requireNonNull(stated.get(fault));
              assertThat(alerts.keySet())
                  .as(raised.toString())
                  .containsAll(alertsOfIt.certain())
                  .isSubsetOf(alertsOfIt.all());
            });
    assertThat(raised.values())
        .allSatisfy(
            alerts ->
                assertThat(alerts.values())
                    .allMatch(alert -> alert.fired() <= alert.due() + MAX_MINUTES_LATE));
    if (ONLY.isEmpty()) {
      report(raised);
    }
  }

  private static void report(Map<NamedFault, Map<String, Raised>> raised) {
    ProofReport report =
        new ProofReport(
            "alerts",
            ("%d people of `./harbor load --thinking 1` in one store, and a Prometheus with the"
                    + " repository's rules for which time goes %d times as fast: windows, `for` and"
                    + " ages shrink, thresholds and rates do not. Minutes are those of the rules."
                    + " Each fault is on for twelve, after days like the ordinary hour; no alert is"
                    + " more than two late, and all end with it. What looks back for days"
                    + " (BurnsSlowly) is left to promtool's tests.")
                .formatted(USERS, SCALE),
            "fault",
            "alerts, and the minute in which each fired");
    report.row("an hour without any", "none");
    raised.forEach(
        (fault, alerts) ->
            report.row(
                fault.text(),
                alerts.isEmpty()
                    ? "none"
                    : alerts.entrySet().stream()
                        .map(it -> "%s %.1f".formatted(it.getKey(), it.getValue().fired()))
                        .collect(joining(", "))));
    report.write();
  }

  /**
   * What the runbook says of a fault.
   *
   * @param certain alerts that it raises
   * @param all those, and the ones that it raises under a condition
   */
  private record Stated(Set<String> certain, Set<String> all) {
    static Stated of(String alerts) {
      return new Stated(alerts(alerts.split("perhaps", 2)[0]), alerts(alerts));
    }

    private static Set<String> alerts(String text) {
      return ALERT.matcher(text).results().map(MatchResult::group).collect(toSet());
    }
  }

  private static Map<NamedFault, Stated> stated() throws IOException {
    return ROW.matcher(Files.readString(RUNBOOK))
        .results()
        .collect(
            toMap(
                row -> NamedFault.of(row.group(1)).orElseThrow(), row -> Stated.of(row.group(2))));
  }
}
