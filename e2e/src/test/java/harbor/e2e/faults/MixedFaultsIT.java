package harbor.e2e.faults;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.allinone.Processes;
import harbor.e2e.Footprint;
import harbor.e2e.Http;
import harbor.e2e.RunningStore;
import harbor.e2e.Store;
import harbor.e2e.faults.SteadyLoad.Judged;
import harbor.e2e.faults.Verdict.Ending;
import harbor.kit.testing.ProofReport;
import harbor.observability.StoreProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A store that people visit while several things at a time fail in it: nothing of it grows. */
class MixedFaultsIT {
  private static final int PRODUCTS = 200;
  private static final int RATE = 30;

  /** How many services fail at a time. */
  private static final int AT_ONCE = 2;

  private static final List<String> FORMS =
      List.of("hang", "garbage", "errors=3%", "errors=100%", "latency=800ms");

  /** Minutes until everything has failed once: pools, caches and code have their size. */
  private static final int SETTLING = 10;

  /** Its database is killed in one minute of so many. */
  private static final int DATABASE = 5;

  /** What a figure may be above the largest of the minutes before; 2 more for what is small. */
  private static final double GROWTH = 1.05;

  private static final long SEED = 2_026;

  @Test
  void answersAreHonest_whileSeveralServicesFailAtOnce() {
    Store store = RunningStore.get();
    try (SteadyLoad load = SteadyLoad.begin("off", Shoppers.come(store, 5), RATE)) {
      Minute minute = minute(store, load, outages(store, new Random(SEED), 1), 2);

      assertThat(minute.faults()).isEmpty();
      assertThat(minute.count(Ending.WHOLE)).isLessThan(minute.pages().size());
    }
  }

  /** {@code harbor.mixedMinutes} says how many, which are 30 otherwise. */
  @Test
  @Tag("proof")
  @Tag("mixed")
  void nothingGrows_whateverFailsForHalfAnHour() {
    int minutes = Integer.getInteger("harbor.mixedMinutes", 30);
    Random random = new Random(SEED);
    List<Minute> all = new ArrayList<>();
    try (Store store = Store.start(Store.freshData(), Map.of("OTEL_SDK_DISABLED", "true"))) {
      Shoppers shoppers = Shoppers.come(store, PRODUCTS);
      try (SteadyLoad load = SteadyLoad.begin("on", shoppers, RATE)) {
        for (int number = 1; number <= minutes; number++) {
          shoppers.signInByPhone();
          List<List<Outage>> outages = outages(store, random, 5);
          if (number % DATABASE == 0) {
            outages.set(0, List.of(databaseKilled(store)));
          }
          all.add(minute(store, load, outages, 12));
        }
      }
    }
    report(all);
    assertThat(all).flatExtracting(Minute::faults).isEmpty();
    assertFlat(all, minute -> minute.footprint().live());
    assertFlat(all, minute -> minute.footprint().threads());
    assertFlat(all, minute -> minute.footprint().files());
    assertFlat(all, Minute::series);
  }

  /** A list that grows has its largest figures at its end. */
  private static void assertFlat(List<Minute> all, ToLongFunction<Minute> figure) {
    List<Long> figures =
        all.stream().skip(Math.min(SETTLING, all.size() / 2)).map(figure::applyAsLong).toList();
    int middle = figures.size() / 2;
    assertThat(Collections.max(figures.subList(middle, figures.size())).doubleValue())
        .as("%s", figures)
        .isLessThanOrEqualTo(GROWTH * Collections.max(figures.subList(0, middle)) + 2);
  }

  /**
   * What was seen while things failed, and what the store held when all was well again.
   *
   * @param outages those of each time
   * @param faults what no answer may be
   * @param series of metrics
   */
  private record Minute(
      List<List<Outage>> outages,
      List<Judged> pages,
      List<String> faults,
      Footprint footprint,
      long series) {
    long count(Ending ending) {
      return pages.stream().filter(page -> page.verdict().ending() == ending).count();
    }
  }

  /** Each of them lasts for so many seconds. */
  private static Minute minute(
      Store store, SteadyLoad load, List<List<Outage>> outages, int seconds) {
    load.startAnew(false);
    long begin = System.nanoTime();
    for (List<Outage> together : outages) {
      try {
        together.forEach(outage -> outage.begin().run());
        load.go(Duration.ofSeconds(seconds));
      } finally {
        together.forEach(outage -> outage.end().run());
      }
    }
    long end = System.nanoTime();
    load.recovered(end);
    List<Judged> pages = load.between(begin, end);
    return new Minute(
        outages,
        pages,
        pages.stream().flatMap(page -> page.verdict().faults().stream()).toList(),
        Footprint.of(store),
        Http.text(Http.get(store.management("/metrics")))
            .lines()
            .filter(line -> !line.startsWith("#"))
            .count());
  }

  /** So many times some services that fail together. */
  private static List<List<Outage>> outages(Store store, Random random, int times) {
    List<List<Outage>> outages = new ArrayList<>();
    for (int time = 0; time < times; time++) {
      List<StoreProcess> cores = new ArrayList<>(Processes.cores());
      Collections.shuffle(cores, random);
      outages.add(
          cores.subList(0, AT_ONCE).stream()
              .map(
                  core ->
                      Outages.ofOneStore(
                          store, core.name(), FORMS.get(random.nextInt(FORMS.size()))))
              .toList());
    }
    return outages;
  }

  /** The store starts it again by itself. */
  private static Outage databaseKilled(Store store) {
    Path data = Path.of(store.environment().getOrDefault("HARBOR_DATA", ""));
    return Outage.of(
        "postgresql",
        "killed",
        "",
        () -> Store.postgresOn(data).getFirst().destroyForcibly(),
        () -> await().atMost(Duration.ofMinutes(1)).until(store::isServing));
  }

  private static void report(List<Minute> all) {
    ProofReport report =
        new ProofReport(
            "mixed",
            "A phone and a browser ask one store, whose BFFs cache, for %d pages a second. %d of its"
                    .formatted(RATE, AT_ONCE)
                + " services at a time, others every 12 s, hang, answer garbage, fail 3 % or all of"
                + " their calls or answer 800 ms late; in every fifth minute its database is"
                + " killed. Every answer says what it is. Afterwards: objects that are left after a"
                + " collection, threads, open files and sockets of its JVM, series of its metrics.",
            "minute",
            "what failed",
            "pages",
            "whole",
            "stale",
            "degraded",
            "failed",
            "live MB",
            "threads",
            "files",
            "series");
    for (int number = 0; number < all.size(); number++) {
      Minute minute = all.get(number);
      report.row(
          number + 1,
          minute.outages().stream()
              .map(together -> together.stream().map(Outage::toString).collect(joining(" and ")))
              .collect(joining(", ")),
          minute.pages().size(),
          minute.count(Ending.WHOLE),
          minute.count(Ending.STALE),
          minute.count(Ending.DEGRADED),
          minute.count(Ending.FAILED),
          minute.footprint().live(),
          minute.footprint().threads(),
          minute.footprint().files(),
          minute.series());
    }
    report.write();
  }
}
