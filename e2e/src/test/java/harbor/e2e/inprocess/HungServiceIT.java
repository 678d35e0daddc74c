package harbor.e2e.inprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.e2e.inprocess.Pages.Kind;
import harbor.kit.bff.edge.BffProcess;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.scripted.Core;
import harbor.scripted.CoreProduct;
import harbor.scripted.Script;
import harbor.scripted.ScriptedCores;
import harbor.scripted.Visitor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One core service takes connections and never answers. Each test has BFFs of its own, whose
 * breakers remember no service that hung in another one.
 */
class HungServiceIT {
  private static final int AT_ONCE = 32;
  private static final Set<Kind> WHOLE = Set.of(new Kind(200, ""));
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static ScriptedCores cores;

  private BffProcess.Running mobile;
  private BffProcess.Running web;

  @BeforeAll
  static void startCores() {
    cores = ScriptedCores.start();
  }

  @AfterAll
  static void stopCores() {
    cores.close();
  }

  @BeforeEach
  void start() {
    cores.sell(CoreProduct.ordinary());
    mobile = Client.MOBILE.start(cores::target, HungServiceIT::patient);
    web = Client.WEB.start(cores::target, HungServiceIT::patient);
    Map.of(Client.MOBILE, mobile, Client.WEB, web)
        .forEach(
            (client, bff) ->
                await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> ask(bff, client, AT_ONCE).keySet().equals(WHOLE)));
  }

  @AfterEach
  void stop() {
    mobile.close();
    web.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"PRICING", "RECOMMENDATIONS", "SHIPPING"})
  void phonesPages_areAllWhole_whenTheyDoNotUseIt(Core hung) {
    cores.hang(hung);

    assertThat(ask(web, Client.WEB, AT_ONCE))
        .containsOnlyKeys(new Kind(200, missing(Client.WEB, hung)));
    assertThat(ask(mobile, Client.MOBILE, 1_000)).containsOnlyKeys(new Kind(200, ""));
  }

  @ParameterizedTest
  @EnumSource(names = {"INVENTORY", "REVIEWS"})
  void bothPages_nameIt_whenBothUseIt(Core hung) {
    cores.hang(hung);

    assertThat(ask(web, Client.WEB, AT_ONCE))
        .containsOnlyKeys(new Kind(200, missing(Client.WEB, hung)));
    assertThat(ask(mobile, Client.MOBILE, AT_ONCE))
        .containsOnlyKeys(new Kind(200, missing(Client.MOBILE, hung)));
  }

  @Test
  void pages_areRefusedInTime_whenTheyCannotBeMadeWithoutIt() {
    cores.hang(Core.CATALOG);

    assertThat(ask(mobile, Client.MOBILE, AT_ONCE).keySet())
        .allMatch(page -> page.status() == 503 || page.status() == 504);
  }

  /** One hangs before its connection is one, another after it took the call. */
  @Test
  void nothingPilesUp_howManyPagesEverAreAsked() {
    cores.script(ReviewsServiceGrpc.getListReviewsMethod(), Script.never());
    cores.hang(Core.RECOMMENDATIONS);
    try (BffProcess.Running hasty = Client.WEB.start(cores::target, HungServiceIT::hasty);
        Pages pages = new Pages(hasty.port(), Client.WEB.product(), AT_ONCE)) {
      AtomicInteger maxInFlight = new AtomicInteger();
      Runnable look =
          () -> {
            cores.forget();
            maxInFlight.accumulateAndGet(cores.inFlight(Core.REVIEWS), Math::max);
          };
      pages.ask(600, look);
      int threads = THREADS.getThreadCount();
      long heap = heapAfterCollection();
      THREADS.resetPeakThreadCount();

      Map<Kind, Integer> kinds = pages.ask(2_400, look);

      assertThat(kinds.keySet()).extracting(Kind::status).containsOnly(200);
      assertThat(THREADS.getPeakThreadCount()).as("threads").isLessThanOrEqualTo(threads + 4);
      assertThat(maxInFlight.get()).as("calls in flight").isBetween(1, 2 * AT_ONCE);
      await().until(() -> cores.inFlight(Core.REVIEWS) == 0);
      assertThat(heapAfterCollection() - heap).as("growth of the heap").isLessThan(4 << 20);
    }
  }

  /** The counter-test: a call that nothing ends stays, and the count sees it. */
  @Test
  void callStaysInFlight_whenItsDeadlineIsFarAway() {
    cores.script(ReviewsServiceGrpc.getGetRatingMethod(), Script.never());
    try (BffProcess.Running endless =
            Client.MOBILE.start(cores::target, deadline -> deadline.multipliedBy(1_000));
        Visitor visitor = new Visitor(endless.port(), HttpClient.Version.HTTP_1_1)) {
      for (int page = 0; page < 24; page++) {
        String trace = "%032x".formatted(page + 1);
        var _ = visitor.start(Client.MOBILE.product(), trace, "waits-" + page);
      }

      // All ask for the same product at once: one call serves them.
      await().until(() -> cores.inFlight(Core.REVIEWS) == 1);
    }
    await().until(() -> cores.inFlight(Core.REVIEWS) == 0);
  }

  private static long heapAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static Map<Kind, Integer> ask(BffProcess.Running bff, Client client, int times) {
    try (Pages pages = new Pages(bff.port(), client.product(), AT_ONCE)) {
      return pages.ask(times, cores::forget);
    }
  }

  private static String missing(Client client, Core core) {
    return client.calls().getOrDefault(core, "");
  }

  /** So much time that nothing is late but what never comes. */
  private static Duration patient(Duration deadline) {
    return deadline.multipliedBy(10);
  }

  /** Little time for what may be missing. */
  private static Duration hasty(Duration deadline) {
    return deadline.compareTo(Duration.ofMillis(200)) < 0
        ? Duration.ofMillis(60)
        : deadline.multipliedBy(40);
  }
}
