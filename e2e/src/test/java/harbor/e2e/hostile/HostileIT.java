package harbor.e2e.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import harbor.e2e.Machine;
import harbor.e2e.RunningStore;
import harbor.e2e.Store;
import harbor.e2e.hostile.Attack.CounterTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile clients, and honest ones beside them. */
class HostileIT {
  /** The short form of the proof: each client of some attacks attacks once. */
  @ParameterizedTest
  @MethodSource("brief")
  void honestPagesAreAnswered_andAttackersClosed(Attack attack) {
    Store store = RunningStore.get();
    try (Attackers attackers = Attackers.begin(attack, store)) {
      attackers.end();

      HonestLoad.Pages pages = new HonestLoad(store).go(Duration.ofSeconds(1));

      assertThat(pages.failures()).isEmpty();
      assertThat(attackers.awaitGone()).isZero();
    }
  }

  static List<Attack> brief() {
    return chosen(Attacks.warm(), "MadeYouReset|PING flood|64 KB headers");
  }

  @ParameterizedTest
  @MethodSource("harbor.e2e.hostile.Attacks#warm")
  void counterTest_isThere(Attack attack) throws ClassNotFoundException {
    if (attack.undefended() instanceof CounterTest(String type, String method)) {
      assertThat(Arrays.stream(Class.forName(type).getDeclaredMethods()))
          .anyMatch(test -> test.getName().equals(method));
    }
  }

  /**
   * {@code harbor.hostile} is a pattern of the attacks that it is restricted to; no report is
   * written then. {@code harbor.hostileSeconds} says how long an attack lasts.
   */
  @Test
  @Tag("proof")
  @Tag("hostile")
  void honestPagesAreAnswered_whateverAttacksBeside() {
    String chosen = System.getProperty("harbor.hostile", "");
    Duration time = Duration.ofSeconds(Integer.getInteger("harbor.hostileSeconds", 4));
    assumeThat(Machine.hasCoresApart()).as("two cores, and taskset to hold processes").isTrue();
    List<Row> rows = new ArrayList<>();
    try (Proof proof = new Proof(time)) {
      rows.addAll(proof.cold(chosen(Attacks.cold(), chosen)));
      rows.addAll(proof.warm(chosen(Attacks.warm(), chosen)));
    }

    assertThat(rows).isNotEmpty();
    if (chosen.isEmpty()) {
      Row.report(rows);
    }
    assertThat(rows.stream().flatMap(row -> row.faults().stream())).as("%s", rows).isEmpty();
  }

  private static List<Attack> chosen(List<Attack> attacks, String pattern) {
    return attacks.stream()
        .filter(attack -> pattern.isEmpty() || attack.name().matches(pattern))
        .toList();
  }
}
