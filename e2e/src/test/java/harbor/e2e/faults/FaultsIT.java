package harbor.e2e.faults;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.e2e.Http;
import harbor.e2e.RunningStore;
import harbor.e2e.Store;
import harbor.e2e.faults.SteadyLoad.Judged;
import harbor.e2e.faults.Verdict.Ending;
import harbor.identitydev.IdentityDev;
import harbor.kit.runtime.Environment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/** What pages are worth while one of the things that they need fails, in one way after another. */
class FaultsIT {
  /**
   * What was seen of one outage.
   *
   * @param pages those asked for while it lasted
   * @param back the time from its end until pages were whole
   * @param faults what no answer may be, until then
   */
  private record Row(Outage outage, List<Judged> pages, Duration back, List<String> faults) {
    long count(Ending ending) {
      return pages.stream().filter(page -> page.verdict().ending() == ending).count();
    }

    String codes() {
      return pages.stream()
          .map(page -> page.verdict().code())
          .filter(code -> !code.isEmpty())
          .collect(groupingBy(code -> code, TreeMap::new, counting()))
          .entrySet()
          .stream()
          .map(code -> code.getKey() + " " + code.getValue())
          .collect(joining(", "));
    }
  }

  /** That the load meets what is wrong is the counter-test. */
  @Test
  void answersAreHonest_whileServicesOfOneStoreFail() {
    Store store = RunningStore.get();
    Shoppers shoppers =
        Shoppers.come(
            store, store::port, IdentityDev.issuerOf(Environment.of(store.environment())), 5);
    try (SteadyLoad load = SteadyLoad.begin(shoppers)) {
      Row degraded = row(load, ofOneStore(store, "reviews hang"), Duration.ofSeconds(1));
      Row failed = row(load, ofOneStore(store, "carts errors=100%"), Duration.ofSeconds(1));

      assertThat(List.of(degraded, failed)).allMatch(row -> row.faults().isEmpty());
      assertThat(degraded.count(Ending.DEGRADED)).isPositive();
      assertThat(failed.codes()).contains("CARTS_UNAVAILABLE");
    }
  }

  private static Outage ofOneStore(Store store, String fault) {
    String page = store.management("/faults");
    String service = fault.substring(0, fault.indexOf(' '));
    return Outage.of(
        service,
        fault,
        "",
        () -> assertThat(Http.put(page, fault).statusCode()).isEqualTo(200),
        () -> assertThat(Http.put(page, service + " off").statusCode()).isEqualTo(200));
  }

  private static Row row(SteadyLoad load, Outage outage, Duration time) {
    long began = load.startAnew(outage.forgets());
    outage.begin().run();
    load.go(time);
    long ended = System.nanoTime();
    outage.end().run();
    List<Judged> pages = load.between(began, ended);
    List<String> faults = new ArrayList<>();
    Duration back;
    try {
      back = load.recovered(ended);
    } catch (ConditionTimeoutException e) {
      back = Duration.ofDays(1);
      faults.add("no recovery: " + e.getMessage());
    }
    outage.settle().run();
    load.between(began, System.nanoTime()).stream()
        .flatMap(page -> page.verdict().faults().stream())
        .map(fault -> outage + ": " + fault)
        .forEach(faults::add);
    return new Row(outage, pages, back, faults);
  }
}
