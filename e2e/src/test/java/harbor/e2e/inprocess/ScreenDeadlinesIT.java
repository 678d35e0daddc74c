package harbor.e2e.inprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.contracts.ServiceConfigs;
import harbor.contracts.ServiceConfigs.Stated;
import harbor.kit.bff.edge.BffProcess;
import harbor.kit.bff.edge.Route;
import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.Plan;
import harbor.scripted.Arrival;
import harbor.scripted.ScriptedCores;
import harbor.scripted.Visitor;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
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
    assertThat(tooLong(client, deadline -> deadline.multipliedBy(50)))
        .hasSize(client.calls().size())
        .allMatch(line -> line.matches("[a-z]+\\.product [a-z]+\\.[a-z]+ waits .* for harbor.*"));
  }

  private static List<String> tooLong(Client client, UnaryOperator<Duration> pace) {
    Map<String, Set<String>> methods = methods(client);
    List<String> found = new ArrayList<>();
    try (BffProcess.Running bff = client.start(_ -> "localhost:1", pace)) {
      eachCall(
          bff,
          (name, call) -> {
            assertThat(methods).as("calls that the pages of Client made").containsKey(name);
            for (String method : Objects.requireNonNull(methods.get(name))) {
              Duration stated = Objects.requireNonNull(STATED.get(method)).timeout();
              Duration waits = pace.apply(call.deadline());
              if (waits.compareTo(stated) > 0) {
                found.add(
                    "%s waits %s for %s, which states %s".formatted(name, waits, method, stated));
              }
            }
          });
    }
    return found;
  }

  /** The methods that each call of each plan called, in a real run. */
  private static Map<String, Set<String>> methods(Client client) {
    Marks marks = new Marks();
    try (ScriptedCores cores = ScriptedCores.start();
        BffProcess.Running bff = client.start(cores::target, marks);
        Visitor visitor = new Visitor(bff.port(), HttpClient.Version.HTTP_1_1)) {
      for (String page : client.pages()) {
        await().until(() -> visitor.get(page), Visitor.Answer::isWhole);
      }
      Map<Duration, String> names = new HashMap<>();
      eachCall(bff, (name, call) -> names.put(marks.apply(call.deadline()), name));
      Map<String, Set<String>> methods = new HashMap<>();
      for (Arrival arrival : cores.arrivals()) {
        String name = marks.of(arrival.timeout()).map(names::get).orElse(null);
        assertThat(name).as("call of a plan that made %s", arrival).isNotNull();
        methods.computeIfAbsent(String.valueOf(name), _ -> new TreeSet<>()).add(arrival.method());
      }
      return methods;
    }
  }

  private static void eachCall(BffProcess.Running bff, BiConsumer<String, Call<?, ?>> look) {
    for (Route<?, ?> route : bff.routes()) {
      for (Plan<?> plan : route.screen().plans()) {
        for (Call<?, ?> call : plan.calls()) {
          look.accept(plan.name() + " " + call.name(), call);
        }
      }
    }
  }
}
