package harbor.e2e.faults;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.e2e.RunningStore;
import harbor.e2e.Store;
import harbor.e2e.faults.SteadyLoad.Judged;
import harbor.e2e.faults.Verdict.Ending;
import harbor.kit.testing.ProofReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What pages are worth while one of the things that they need fails, in one way after another. */
class FaultsIT {
  private static final Logger log = LoggerFactory.getLogger(FaultsIT.class);

  /** So many that each is looked at again only when caches have it no more. */
  private static final int PRODUCTS = 200;

  private static final int FEW = 20;

  /** That the load meets what is wrong is the counter-test. */
  @Test
  void answersAreHonest_whileServicesOfOneStoreFail() {
    Store store = RunningStore.get();
    try (SteadyLoad load = SteadyLoad.begin("off", Shoppers.come(store, 5), SteadyLoad.RATE)) {
      Row degraded = seen(load, Outages.ofOneStore(store, "reviews", "hang"));
      Row failed = seen(load, Outages.ofOneStore(store, "carts", "errors=100%"));

      assertThat(List.of(degraded, failed)).allMatch(row -> row.faults().isEmpty());
      assertThat(degraded.count(Ending.DEGRADED)).isPositive();
      assertThat(failed.codes()).contains("CARTS_UNAVAILABLE");
    }
  }

  private static Row seen(SteadyLoad load, Outage outage) {
    return Row.of(outage, Duration.ofSeconds(1), List.of(load)).getFirst();
  }

  /**
   * {@code harbor.faults} names what it is restricted to, {@code harbor.faultSeconds} says how long
   * an outage lasts.
   */
  @Test
  @Tag("proof")
  @Tag("faults")
  void answersAreHonest_whateverFails_andPagesAreWholeAgain() {
    Set<String> chosen = Set.of(System.getProperty("harbor.faults", "").split(",", -1));
    Duration time = Duration.ofSeconds(Integer.getInteger("harbor.faultSeconds", 3));
    List<Row> rows = new ArrayList<>();
    try (ApartStore store = ApartStore.start()) {
      Needs needs = store.needs();
      List<Shoppers> shoppers = List.of(store.shoppers(PRODUCTS), store.shoppersWithoutCaches(FEW));
      try (SteadyLoad cached = SteadyLoad.begin("on", shoppers.getFirst(), SteadyLoad.RATE);
          SteadyLoad uncached = SteadyLoad.begin("off", shoppers.getLast(), SteadyLoad.RATE)) {
        List<SteadyLoad> loads = List.of(cached, uncached);
        loads.forEach(load -> load.recovered(System.nanoTime()));
        for (Outage outage : Outages.of(store)) {
          if (chosen.contains("") || chosen.contains(outage.dependency())) {
            shoppers.forEach(Shoppers::signInByPhone);
            for (Row row : Row.of(outage, time, loads)) {
              log.info("{}", row.cells(needs));
              rows.add(row);
            }
          }
        }
      }
      assertThat(rows).flatExtracting(Row::faults).isEmpty();
      assertOthersAreWhole(rows, needs);
      report(rows, needs, time);
    }
  }

  /** One page in twenty may be late by chance: everything shares one machine. */
  private static void assertOthersAreWhole(List<Row> rows, Needs needs) {
    rows.stream()
        .collect(groupingBy(row -> row.outage().dependency()))
        .forEach(
            (dependency, all) -> {
              List<Judged> others =
                  all.stream().flatMap(row -> row.withoutNeed(needs).stream()).toList();
              assertThat(others)
                  .filteredOn(page -> page.verdict().ending() != Ending.WHOLE)
                  .as("not whole, though they do not need " + dependency)
                  .hasSizeLessThanOrEqualTo(others.size() / 20);
            });
  }

  private static void report(List<Row> rows, Needs needs, Duration time) {
    ProofReport report =
        new ProofReport(
            "faults",
            "Every process of a store runs in a JVM of its own, PostgreSQL and Redis behind a"
                + " relay."
                + " A phone and a browser ask for %d pages a second, and another phone and browser"
                    .formatted(SteadyLoad.RATE)
                + " those BFFs that cache nothing. Each thing fails in each way for %d s. Every"
                    .formatted(time.toSeconds())
                + " answer says what it is: what is stale or lacks something names it, nobody may"
                + " keep it, and it has no tag; an error can be retried.",
            Row.HEADS.toArray(String[]::new));
    rows.forEach(row -> report.row(row.cells(needs).toArray()));
    report.write();
  }
}
