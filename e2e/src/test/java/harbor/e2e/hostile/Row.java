package harbor.e2e.hostile;

import harbor.e2e.hostile.Attack.CounterTest;
import harbor.e2e.hostile.Attack.Patient;
import harbor.e2e.hostile.HonestLoad.Pages;
import harbor.kit.testing.ProofReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What was seen of an attack; a line of the report.
 *
 * @param connections of hostile clients
 * @param pages of honest ones meanwhile, and {@code calm} beside as much load that is idle
 * @param more megabytes that the store holds on to, with attackers, and {@code moreAfter} them
 * @param left connections that were not ended
 * @param longest how long one lasted at most
 * @param undefended connections that stayed at the store that is patient
 */
record Row(
    Attack attack,
    int connections,
    Pages pages,
    Pages calm,
    long more,
    long moreAfter,
    int left,
    Duration longest,
    int undefended) {
  private static final long MAX_MEGABYTES = 100;

  /** What may not be, whichever machine it is; how long pages took is for whoever reads. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (!pages.failures().isEmpty()) {
      faults.add(pages.failures().size() + " pages fail, as " + pages.failures().getFirst());
    }
    if (left > 0 || longest.compareTo(Attackers.PATIENCE) > 0) {
      faults.add(left + " connections stay, the longest for " + longest);
    }
    if (Math.max(more, moreAfter) > MAX_MEGABYTES) {
      faults.add("memory grows by %d, and stays by %d MB".formatted(more, moreAfter));
    }
    if (attack.undefended() instanceof Patient && undefended == 0) {
      faults.add("nobody stays without the defence either");
    }
    return faults.stream().map(fault -> attack.name() + ": " + fault).toList();
  }

  /** Writes all of them. */
  static void report(List<Row> rows) {
    ProofReport report =
        new ProofReport(
            "hostile",
            ("Hostile clients and honest ones (%d pages a second) share one core, a store has"
                    + " the other. Beside idle load the same is asked for, while as much of their"
                    + " core as attackers took is spent on nothing. Memory is live objects and what"
                    + " is resident beside the heap, against before. Without its defence each"
                    + " attack works: in the test that is named, or at a store with `%s=%s`, where"
                    + " so many connections stay for over %d s.")
                .formatted(
                    HonestLoad.RATE,
                    Patient.SETTING,
                    Patient.VALUE,
                    Attackers.PATIENCE.toSeconds()),
            "attack",
            "connections at once",
            "in all",
            "honest pages",
            "not 2xx",
            "p99 beside idle load, ms",
            "p99 under attack, ms",
            "memory more, MB",
            "after, MB",
            "attackers closed in, s",
            "without the defence");
    rows.forEach(row -> report.row(row.cells()));
    report.write();
  }

  private Object[] cells() {
    return new Object[] {
      attack.name(),
      attack.clients(),
      "%,d".formatted(connections),
      pages.answered(),
      pages.failures().size(),
      calm.p99().toMillis(),
      pages.p99().toMillis(),
      more,
      moreAfter,
      "%.1f".formatted(longest.toMillis() / 1_000.0),
      switch (attack.undefended()) {
        case CounterTest test -> "`" + test + "`";
        case Patient _ -> undefended + " stay";
      }
    };
  }

  @Override
  public String toString() {
    return "%n%s".formatted(List.of(cells()));
  }
}
