package harbor.e2e.inprocess;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.contracts.ServiceConfigs;
import harbor.contracts.ServiceConfigs.Stated;
import harbor.kit.bff.edge.BffProcess;
import harbor.kit.bff.edge.Route;
import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No screen waits longer for a call than the service states beside its contract. */
class ScreenDeadlinesIT {
  private static final Map<String, Stated> STATED = ServiceConfigs.ofAll().methods();

  @ParameterizedTest
  @EnumSource
  void everyCall_waitsNoLongerThanItsServiceStates(Client client) {
    assertThat(tooLong(client, UnaryOperator.identity())).isEmpty();
  }

  /** The counter-test: each call that waits too long is found. */
  @ParameterizedTest
  @EnumSource
  void everyCall_isNamed_whenItWaitsTooLong(Client client) {
    List<String> found = tooLong(client, deadline -> deadline.multipliedBy(50));

    assertThat(found)
        .hasSizeGreaterThanOrEqualTo(client.calls().size())
        .allMatch(line -> line.matches("[a-z0-9._]+ [a-z._]+ waits .* for harbor.*"));
  }

  private static List<String> tooLong(Client client, UnaryOperator<Duration> pace) {
    List<String> found = new ArrayList<>();
    int calls = 0;
    try (BffProcess.Running bff = client.start(_ -> "localhost:1", pace)) {
      for (Route<?, ?> route : bff.routes()) {
        for (Plan<?> plan : route.screen().plans()) {
          for (Plan<?> step : plan.steps()) {
            for (Call<?, ?> call : step.calls()) {
              calls++;
              String method = call.method().orElseThrow();
              Duration stated = Objects.requireNonNull(STATED.get(method), method).timeout();
              Duration waits = pace.apply(call.deadline());
              if (waits.compareTo(stated) > 0) {
                found.add(
                    "%s %s waits %s for %s, which states %s"
                        .formatted(step.name(), call.name(), waits, method, stated));
              }
            }
          }
        }
      }
    }
    assertThat(calls).isGreaterThanOrEqualTo(client.calls().size());
    return found;
  }
}
