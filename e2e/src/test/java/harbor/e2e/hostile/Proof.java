package harbor.e2e.hostile;

import harbor.e2e.Machine;
import harbor.e2e.Store;
import harbor.e2e.hostile.Attack.Patient;
import harbor.e2e.hostile.HonestLoad.Pages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Attacks in turn. Hostile clients and honest ones share the core of this process, and a store has
 * another for itself; what attackers take of theirs, idle load takes in the comparison.
 */
final class Proof implements AutoCloseable {
  private static final Duration WARM_UP = Duration.ofSeconds(15);

  private final List<Integer> cores = Machine.cores();
  private final Duration time;

  /**
   * Of attacks that last so long each.
   *
   * @param time also that of the comparison
   */
  Proof(Duration time) {
    this.time = time;
  }

  /** Attacks that a store meets before anything else, each one of its own. */
  List<Row> cold(List<Attack> attacks) {
    List<Row> rows = new ArrayList<>();
    if (attacks.isEmpty()) {
      return rows;
    }
    Pages calm;
    try (Store store = start(Map.of());
        IdleLoad _ = IdleLoad.begin(1)) {
      calm = new HonestLoad(store).go(time);
    }
    for (Attack attack : attacks) {
      try (Store store = start(Map.of())) {
        long before = StoreMemory.megabytes(store);
        rows.add(row(attack, store, new HonestLoad(store), before, _ -> calm, 0));
      }
    }
    return rows;
  }

  /** Attacks on one store that is warm. */
  List<Row> warm(List<Attack> attacks) {
    List<Row> rows = new ArrayList<>();
    if (attacks.isEmpty()) {
      return rows;
    }
    Map<Attack, Integer> stay = stay(attacks);
    try (Store store = start(Map.of())) {
      HonestLoad pages = new HonestLoad(store);
      pages.go(WARM_UP);
      double own = pages.go(time).share();
      long before = StoreMemory.megabytes(store);
      UnaryOperator<Pages> calm =
          attacked -> {
            try (IdleLoad _ = IdleLoad.begin(attacked.share() - own)) {
              return pages.go(time);
            }
          };
      for (Attack attack : attacks) {
        rows.add(row(attack, store, pages, before, calm, stay.getOrDefault(attack, 0)));
      }
    }
    return rows;
  }

  private Row row(
      Attack attack,
      Store store,
      HonestLoad load,
      long before,
      UnaryOperator<Pages> calm,
      int undefended) {
    try (Attackers attackers = Attackers.begin(attack, store)) {
      Pages pages = load.go(time);
      long during = StoreMemory.megabytes(store);
      attackers.end();
      int left = attackers.awaitGone();
      return new Row(
          attack,
          attackers.connections(),
          pages,
          calm.apply(pages),
          during - before,
          StoreMemory.megabytes(store) - before,
          left,
          attackers.longest(),
          undefended);
    }
  }

  /** How many connections a store that is patient leaves to each attack that needs it. */
  private Map<Attack, Integer> stay(List<Attack> attacks) {
    List<Attack> slow =
        attacks.stream().filter(attack -> attack.undefended() instanceof Patient).toList();
    Map<Attack, Integer> stay = new HashMap<>();
    if (slow.isEmpty()) {
      return stay;
    }
    try (Store store = start(Map.of(Patient.SETTING, Patient.VALUE))) {
      for (Attack attack : slow) {
        try (Attackers attackers = Attackers.begin(attack, store)) {
          attackers.end();
          stay.put(attack, attackers.awaitGone());
        }
      }
    }
    return stay;
  }

  /** A store on the second core, once it is ready; it starts on both, and this process waits. */
  private Store start(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("OTEL_SDK_DISABLED", "true");
    all.putAll(StoreMemory.SETTINGS);
    long self = ProcessHandle.current().pid();
    Machine.hold(self, cores);
    Store store = Store.start(Store.freshData(), all);
    store.processes().forEach(process -> Machine.hold(process.pid(), cores.subList(1, 2)));
    Machine.hold(self, cores.subList(0, 1));
    return store;
  }

  /** This process may run anywhere again. */
  @Override
  public void close() {
    Machine.hold(ProcessHandle.current().pid(), cores);
  }
}
