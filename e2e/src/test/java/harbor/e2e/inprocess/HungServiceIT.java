package harbor.e2e.inprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.e2e.inprocess.Pages.Kind;
import harbor.kit.bff.edge.Bff;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.scripted.Core;
import harbor.scripted.Script;
import harbor.scripted.ScriptedCores;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One core service takes connections and never answers. */
class HungServiceIT {
  private static final int AT_ONCE = 32;
  private static final Set<Kind> WHOLE = Set.of(new Kind(200, ""));
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final ScriptedCores cores = ScriptedCores.start();
  private final Bff mobile = Client.MOBILE.start(cores::target, HungServiceIT::patient);
  private final Bff web = Client.WEB.start(cores::target, HungServiceIT::patient);

  @AfterEach
  void stop() {
    mobile.close();
    web.close();
    cores.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"PRICING", "RECOMMENDATIONS"})
  void phonesPages_areAllWhole_whenTheyDoNotUseIt(Core hung) {
    warm();
    cores.hang(hung);

    assertThat(ask(web, Client.WEB, AT_ONCE))
        .containsOnlyKeys(new Kind(200, missing(Client.WEB, hung)));
    assertThat(ask(mobile, Client.MOBILE, 1_000)).containsOnlyKeys(new Kind(200, ""));
  }

  @ParameterizedTest
  @EnumSource(names = {"INVENTORY", "REVIEWS"})
  void bothPages_nameIt_whenBothUseIt(Core hung) {
    warm();
    cores.hang(hung);

    assertThat(ask(web, Client.WEB, AT_ONCE))
        .containsOnlyKeys(new Kind(200, missing(Client.WEB, hung)));
    assertThat(ask(mobile, Client.MOBILE, AT_ONCE))
        .containsOnlyKeys(new Kind(200, missing(Client.MOBILE, hung)));
  }

  @Test
  void pages_areRefusedInTime_whenTheyCannotBeMadeWithoutIt() {
    warm();
    cores.hang(Core.CATALOG);

    assertThat(ask(mobile, Client.MOBILE, AT_ONCE)).containsOnlyKeys(new Kind(504, ""));
  }

  /** One hangs before its connection is one, another after it took the call. */
  @Test
  void nothingPilesUp_howManyPagesEverAreAsked() {
    cores.script(ReviewsServiceGrpc.getListReviewsMethod(), Script.never());
    cores.hang(Core.RECOMMENDATIONS);
    try (Bff hasty = Client.WEB.start(cores::target, HungServiceIT::hasty);
        Pages pages = new Pages(hasty.port(), Client.WEB.product(), AT_ONCE)) {
      pages.ask(1_000, cores::forget);
      int threads = THREADS.getThreadCount();
      long heap = heapAfterCollection();
      THREADS.resetPeakThreadCount();
      AtomicInteger mostInFlight = new AtomicInteger();

      Map<Kind, Integer> kinds =
          pages.ask(
              4_000,
              () -> {
                cores.forget();
                mostInFlight.accumulateAndGet(cores.inFlight(Core.REVIEWS), Math::max);
              });

      assertThat(kinds.keySet()).extracting(Kind::status).containsOnly(200);
      assertThat(THREADS.getPeakThreadCount()).as("threads").isLessThanOrEqualTo(threads + 4);
      assertThat(mostInFlight.get()).as("calls in flight").isBetween(1, 2 * AT_ONCE);
      await().until(() -> cores.inFlight(Core.REVIEWS) == 0);
      assertThat(heapAfterCollection() - heap).as("growth of the heap").isLessThan(4 << 20);
    }
  }

  private static long heapAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private void warm() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> ask(mobile, Client.MOBILE, AT_ONCE).keySet().equals(WHOLE));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> ask(web, Client.WEB, AT_ONCE).keySet().equals(WHOLE));
  }

  private Map<Kind, Integer> ask(Bff bff, Client client, int times) {
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
