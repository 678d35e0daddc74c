package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.testing.ProofReport;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that ask a whole store for one product after another, on both BFFs. */
class SoakIT {
  private static final int CLIENTS = 16;
  private static final int STEPS = 10;
  private static final double MAX_GIB = 1.5;

  /** The short form of the proof. */
  @Test
  void noPageFails_overTwoThousandPages() throws Exception {
    assertHolds(soak(2_000));
  }

  @Test
  @Tag("proof")
  @Tag("soak")
  void noPageFails_andNothingGrows_overTwoHundredThousandPages() throws Exception {
    List<Step> steps = soak(200_000);

    assertHolds(steps);
    assertThat(steps.getLast().late()).isLessThan(200);
    // The first half fills caches, pools and the heap.
    assertThat(steps.getLast().gibibytes()).isLessThan(1.1 * steps.get(STEPS / 2 - 1).gibibytes());
    ProofReport report =
        new ProofReport(
            "soak",
            "%d clients ask one store for 200,000 pages of random products on both BFFs."
                .formatted(CLIENTS),
            "pages",
            "failed",
            "late",
            "degraded",
            "GiB of store and database");
    steps.forEach(
        step ->
            report.row(
                "%,d".formatted(step.pages()),
                step.failed(),
                step.late(),
                step.degraded(),
                "%.2f".formatted(step.gibibytes())));
    report.write();
  }

  /**
   * What was so after a number of pages, from the start.
   *
   * @param late pages that were refused because a critical call took too long, as on a machine that
   *     is busy
   */
  private record Step(int pages, int failed, int late, int degraded, double gibibytes) {}

  private static void assertHolds(List<Step> steps) {
    assertThat(steps.getLast().failed()).isZero();
    assertThat(steps).extracting(Step::gibibytes).allMatch(gibibytes -> gibibytes < MAX_GIB);
  }

  private static List<Step> soak(int pages) throws Exception {
    List<Step> steps = new ArrayList<>();
    AtomicInteger failed = new AtomicInteger();
    AtomicInteger late = new AtomicInteger();
    AtomicInteger degraded = new AtomicInteger();
    try (Store store = Store.start(Store.freshData(), Map.of("OTEL_SDK_DISABLED", "true"));
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      for (int step = 1; step <= STEPS; step++) {
        AtomicInteger left = new AtomicInteger(pages / STEPS);
        List<Future<?>> asking = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
          asking.add(
              clients.submit(
                  () -> {
                    while (left.getAndDecrement() > 0) {
                      HttpResponse<byte[]> page = Http.get(somePage(store));
                      switch (page.statusCode()) {
                        case 200 -> {
                          if (page.headers().firstValue("x-degraded").isPresent()) {
                            degraded.incrementAndGet();
                          }
                        }
                        case 503, 504 -> late.incrementAndGet();
                        default -> failed.incrementAndGet();
                      }
                    }
                  }));
        }
        for (Future<?> client : asking) {
          client.get();
        }
        steps.add(
            new Step(
                step * (pages / STEPS),
                failed.get(),
                late.get(),
                degraded.get(),
                store.gibibytes()));
      }
    }
    return steps;
  }

  private static String somePage(Store store) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String id = "HB" + random.nextInt(1_001, 1_301);
    return random.nextBoolean()
        ? store.mobile("/mobile/v1/products/" + id)
        : store.web("/web/products/" + id);
  }
}
