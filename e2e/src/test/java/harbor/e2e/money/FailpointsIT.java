package harbor.e2e.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.kit.runtime.Environment;
import harbor.kit.testing.ProofReport;
import harbor.kit.testing.TestPorts;
import harbor.orders.Orders;
import harbor.orders.v1.Order;
import harbor.pricing.v1.Promotion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The process of orders is stopped at each place that its code names, and another instance goes on:
 * every order has one end, and the ledgers say the same as the orders.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailpointsIT {
  /** JVMs that are stopped at the same time. */
  private static final int TOGETHER = 6;

  private static final int WALKS = 2;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Steps that only undo. */
  private static final Set<String> UNDOING =
      Set.of("undo-payment", "cancel-shipment", "release-stock", "give-coupon-back");

  private final MoneyCores cores =
      MoneyCores.start(Map.of("HARBOR_PAYMENTS_SANDBOX_SILENCE_MS", "100"));
  private final Shop shop = Shop.open(cores.settings);

  @AfterAll
  void close() {
    shop.close();
    cores.close();
  }

  /** The answer of a step was there, and was not recorded: the hardest moment of each. */
  @Test
  void order_hasOneEnd_whereverItsProcessStops_onceEachStep() {
    var _ =
        stopAt(Orders.failpoints().stream().filter(point -> point.endsWith(".called")).toList());
  }

  @Test
  @Tag("proof")
  @Tag("checkout")
  void order_hasOneEnd_whereverItsProcessStops_twice() {
    long begin = System.nanoTime();
    List<String> points = Orders.failpoints();
    List<Duration> ends = new ArrayList<>();
    for (int walk = 0; walk < WALKS; walk++) {
      ends.addAll(stopAt(points));
    }
    ProofReport report =
        ProofReport.part(
            "checkout",
            "Failpoints",
            "The process of orders stops at each place that its code names, and another instance"
                + " goes on with what was under way. Every order had one end; the provider's"
                + " ledger, the ledger of payments and the orders say the same.",
            "found",
            "figure");
    report.row("failpoints", points.size());
    report.row("walks", WALKS);
    report.row("stopped there, and converged", ends.size());
    report.row("longest until converged, ms", Collections.max(ends).toMillis());
    report.row("seconds", Duration.ofNanos(System.nanoTime() - begin).toSeconds());
    report.write();
  }

  /** How long it took from each stop to the end of all that was under way. */
  private List<Duration> stopAt(List<String> points) {
    List<Duration> ends = new ArrayList<>();
    for (int from = 0; from < points.size(); from += TOGETHER) {
      List<String> some = points.subList(from, Math.min(from + TOGETHER, points.size()));
      try (ExecutorService threads = Executors.newCachedThreadPool()) {
        List<Future<Duration>> running = new ArrayList<>();
        for (String point : some) {
          running.add(threads.submit(() -> stopAt(point)));
        }
        running.forEach(end -> ends.add(Together.got(end)));
      }
    }
    shop.assertBooksAgree();
    return ends;
  }

  private Duration stopAt(String point) {
    Map<String, String> settings = new HashMap<>(cores.settings);
    settings.put(
        Environment.setting(Orders.PROCESS.name(), "PORT"), Integer.toString(TestPorts.next()));
    settings.put("HARBOR_FAILPOINTS", point);
    settings.put("HARBOR_DB_POOL_SIZE", "2");
    String[] names = point.split("\\.", -1);
    try (Apart doomed = Apart.launch(Orders.PROCESS, settings).ready();
        Shop there = new Shop(settings)) {
      // An instance that is slow lets a saga go, and the other one carries it on: then once more.
      List<Attempt> attempts = new ArrayList<>();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                Attempt attempt = attempt(names[0], names[1]);
                attempts.add(attempt);
                leave(() -> attempt.call(there));
                await()
                    .atMost(PATIENCE)
                    .until(() -> !doomed.isAlive() || shop.isOver(attempt.purchase.cart.getId()));
                return !doomed.isAlive();
              });
      long stopped = System.nanoTime();
      assertThat(doomed.exitCode()).as(() -> point + "\n" + doomed.log()).isEqualTo(137);
      attempts.forEach(Attempt::assertEnded);
      return Duration.ofNanos(System.nanoTime() - stopped);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("at " + point, e);
    }
  }

  private Attempt attempt(String kind, String step) {
    Promotion coupon = shop.coupon(100);
    Purchase purchase = new Purchase(shop, 10).with(coupon);
    return switch (kind) {
      case "cancel" -> new Cancelling(purchase, coupon);
      case "return" -> new Returning(purchase, coupon);
      default ->
          UNDOING.contains(step)
              ? new Refusing(purchase, coupon)
              : new Confirming(purchase, coupon);
    };
  }

  /** What is asked of the instance that will be stopped, and again of the other one. */
  private abstract static class Attempt {
    final Purchase purchase;
    final Promotion coupon;

    Attempt(Purchase purchase, Promotion coupon) {
      this.purchase = purchase;
      this.coupon = coupon;
    }

    abstract void call(Shop there);

    abstract void assertEnded();
  }

  private final class Confirming extends Attempt {
    Confirming(Purchase purchase, Promotion coupon) {
      super(purchase, coupon);
    }

    @Override
    void call(Shop there) {
      var _ = purchase.buyer.at(there).place(purchase.offer, "tok_approve", "key");
    }

    @Override
    void assertEnded() {
      assertThat(purchase.answer("tok_approve")).startsWith("order ");
      purchase.assertConfirmed(3_490);
      assertThat(shop.uses(coupon)).isOne();
    }
  }

  private final class Refusing extends Attempt {
    Refusing(Purchase purchase, Promotion coupon) {
      super(purchase, coupon);
    }

    @Override
    void call(Shop there) {
      var _ = purchase.buyer.at(there).place(purchase.offer, "tok_expired", "key");
    }

    @Override
    void assertEnded() {
      assertThat(purchase.answer("tok_expired")).isEqualTo("PAYMENT_DECLINED");
      purchase.assertRefused("PAYMENT_DECLINED");
      assertThat(shop.uses(coupon)).isZero();
    }
  }

  private final class Cancelling extends Attempt {
    private final Order order;

    Cancelling(Purchase purchase, Promotion coupon) {
      super(purchase, coupon);
      order = placed(purchase);
    }

    @Override
    void call(Shop there) {
      var _ = purchase.buyer.at(there).cancel(order.getId());
    }

    @Override
    void assertEnded() {
      var _ = purchase.buyer.cancel(order.getId());
      purchase.assertCancelled();
      assertThat(shop.uses(coupon)).isZero();
    }
  }

  private final class Returning extends Attempt {
    private final Order order;

    Returning(Purchase purchase, Promotion coupon) {
      super(purchase, coupon);
      order = placed(purchase);
    }

    @Override
    void call(Shop there) {
      var _ = purchase.buyer.at(there).giveBack(order.getId(), "return", true);
    }

    @Override
    void assertEnded() {
      var _ = purchase.buyer.giveBack(order.getId(), "return", true);
      var _ = purchase.end();
      assertThat(shop.net(order.getId())).isEqualTo(1_500);
      assertThat(shop.left(purchase.product)).isEqualTo(9);
      assertThat(purchase.buyer.points()).isEqualTo(15);
    }
  }

  private static Order placed(Purchase purchase) {
    await().atMost(PATIENCE).until(() -> purchase.answer("tok_approve").startsWith("order "));
    return purchase.end();
  }

  /** The process dies while it answers, or did so before, when it carried on somebody else's. */
  private static void leave(Runnable call) {
    try {
      call.run();
    } catch (io.grpc.StatusRuntimeException e) {
      assertThat(e.getStatus().getCode())
          .isIn(
              io.grpc.Status.Code.UNAVAILABLE,
              io.grpc.Status.Code.DEADLINE_EXCEEDED,
              io.grpc.Status.Code.FAILED_PRECONDITION);
    }
  }
}
