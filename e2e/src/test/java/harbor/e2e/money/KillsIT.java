package harbor.e2e.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.carts.v1.Cart;
import harbor.kit.testing.ProofReport;
import harbor.observability.StoreProcess;
import harbor.orders.Orders;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderStatus;
import harbor.payments.Payments;
import harbor.paymentssandbox.PaymentsSandbox;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.Promotion;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes are killed while people order, who ask again until they have an answer. */
class KillsIT {
  private static final long SEED = 20_261_128;
  private static final int CLIENTS = 6;
  private static final int PIECES = 100_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<String> CARDS =
      List.of(
          "tok_approve",
          "tok_approve",
          "tok_approve",
          "tok_decline",
          "tok_timeout",
          "tok_capture_timeout",
          "tok_capture_not_yet",
          "tok_expired",
          "tok_notice_doubled",
          "tok_notice_reordered");

  /** A lost answer costs a second, not the eight that the sandbox is silent by itself. */
  private static final Map<String, String> PROVIDER =
      Map.of(
          "HARBOR_PAYMENTS_SANDBOX_SILENCE_MS", "1000",
          "HARBOR_PAYMENTS_PROVIDER_TIMEOUT_MS", "800");

  /** Somebody's order, and what they were told in the end. */
  private record Told(String cartId, String answer, boolean withCoupon, Duration waited) {}

  /** What is killed, and brought back. */
  private record Victim(String name, Runnable kill, Runnable restart) {
    static Victim of(MoneyCores cores, StoreProcess process) {
      return new Victim(process.name(), () -> cores.stop(process), () -> cores.start(process));
    }
  }

  @Test
  void orders_haveOneEnd_whenProcessesAreKilled() {
    Map<String, String> settings = MoneySettings.fresh();
    settings.putAll(PROVIDER);
    Set<StoreProcess> apart = Set.of(Orders.PROCESS, Payments.PROCESS, PaymentsSandbox.PROCESS);
    try (MoneyCores cores = MoneyCores.start(settings, apart);
        Shop shop = Shop.open(settings)) {
      List<Victim> victims = apart.stream().map(process -> Victim.of(cores, process)).toList();

      var _ = orderWhileKilling(shop, victims, 40, 3);
    }
  }

  @Test
  @Tag("proof")
  @Tag("checkout")
  void orders_haveOneEnd_whenEveryProcessIsKilledInTurn() throws Exception {
    int checkouts = Integer.getInteger("harbor.checkouts", 2_000);
    int kills = Integer.getInteger("harbor.kills", 50);
    try (OwnDatabase database = OwnDatabase.start()) {
      Map<String, String> settings = MoneySettings.on(database.url());
      settings.putAll(PROVIDER);
      try (MoneyCores cores = MoneyCores.start(settings, Set.copyOf(MoneySettings.PROCESSES));
          Shop shop = Shop.open(settings)) {
        List<Victim> victims = new ArrayList<>();
        MoneySettings.PROCESSES.forEach(process -> victims.add(Victim.of(cores, process)));
        victims.add(new Victim("postgresql", database::kill, database::restart));

        Figures figures = orderWhileKilling(shop, victims, checkouts, kills);

        report(victims, figures, kills);
      }
    }
  }

  /**
   * What was seen.
   *
   * @param orders confirmed ones
   * @param refused orders that were refused
   * @param captured by the provider, less what it gave back, minor units
   * @param longest wait of a client for its final answer
   * @param settled how long after the last answer nothing was under way any more
   * @param seconds of all
   */
  private record Figures(
      int checkouts,
      long orders,
      long refused,
      long captured,
      Duration longest,
      Duration settled,
      long seconds) {}

  private static void report(List<Victim> victims, Figures figures, int kills) {
    ProofReport report =
        new ProofReport(
            "checkout",
            "Clients order while processes, each in a JVM of its own, are killed with SIGKILL one"
                + " after the other, and ask again under their key until they have a final answer."
                + " Every client got one; the provider's ledger, the ledger of payments and the"
                + " orders say the same.",
            "found",
            "figure");
    report.row("checkouts", figures.checkouts());
    report.row("clients at once", CLIENTS);
    report.row(
        "killed in turn",
        kills + ": " + String.join(", ", victims.stream().map(Victim::name).toList()));
    report.row("orders confirmed", figures.orders());
    report.row("orders refused", figures.refused());
    report.row("double charges, lost orders, pieces sold twice", 0);
    report.row("sum of the orders and of the provider's ledger, EUR cent", figures.captured());
    report.row("longest wait for a final answer, ms", figures.longest().toMillis());
    report.row("nothing under way after the last answer, ms", figures.settled().toMillis());
    report.row("seconds", figures.seconds());
    report.write();
  }

  private static Figures orderWhileKilling(
      Shop shop, List<Victim> victims, int checkouts, int kills) {
    List<String> products = List.of(shop.product(2_000, PIECES), shop.product(750, PIECES));
    Promotion coupon = shop.coupon(PIECES);
    Queue<Told> told = new ConcurrentLinkedQueue<>();
    AtomicInteger begun = new AtomicInteger();
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> clients = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        Random random = new Random(SEED + client);
        clients.add(
            threads.submit(
                () -> {
                  while (begun.getAndIncrement() < checkouts) {
                    told.add(checkout(shop, products, coupon, random));
                  }
                }));
      }
      for (int kill = 0; kill < kills; kill++) {
        int due = (kill + 1) * checkouts / (kills + 1);
        await().atMost(PATIENCE).until(() -> told.size() >= due || isOver(clients));
        Victim victim = victims.get(kill % victims.size());
        victim.kill().run();
        victim.restart().run();
      }
      clients.forEach(Together::got);
    }
    long answered = System.nanoTime();
    await()
        .atMost(PATIENCE)
        .until(() -> shop.count("SELECT count(*) FROM orders.sagas WHERE NOT ended") == 0);
    Duration settled = Duration.ofNanos(System.nanoTime() - answered);
    assertThat(settled).isLessThan(Duration.ofSeconds(10));
    assertThat(told).hasSize(checkouts);
    told.forEach(one -> assertTrue(shop, one));
    assertNothingIsLost(shop, told, products, coupon);
    return new Figures(
        checkouts,
        shop.count("SELECT count(*) FROM orders.orders WHERE status = 'CONFIRMED'"),
        shop.count("SELECT count(*) FROM orders.orders WHERE status = 'REFUSED'"),
        shop.ledger().taken(),
        told.stream().map(Told::waited).max(Duration::compareTo).orElseThrow(),
        settled,
        Duration.ofNanos(System.nanoTime() - start).toSeconds());
  }

  private static boolean isOver(List<Future<?>> clients) {
    return clients.stream().allMatch(Future::isDone);
  }

  private static Told checkout(Shop shop, List<String> products, Promotion coupon, Random random) {
    Buyer buyer = Buyer.guest(shop);
    String product = products.get(random.nextInt(products.size()));
    int quantity = 1 + random.nextInt(3);
    boolean withCoupon = random.nextInt(4) == 0;
    String card = CARDS.get(random.nextInt(CARDS.size()));
    Cart filled = again(() -> buyer.cart(product, quantity));
    Cart cart = withCoupon ? again(() -> withCode(buyer, filled, coupon.getCouponCode())) : filled;
    Offer offer = again(() -> buyer.offer(cart));
    long asked = System.nanoTime();
    String answer = again(() -> decided(buyer, offer, card));
    return new Told(cart.getId(), answer, withCoupon, Duration.ofNanos(System.nanoTime() - asked));
  }

  /** A code that is there already, since an answer was lost, is not typed again. */
  private static Cart withCode(Buyer buyer, Cart cart, String code) {
    Cart now = buyer.now(cart);
    return now.getCouponCode().equals(code) ? now : buyer.withCode(now, code);
  }

  private static String decided(Buyer buyer, Offer offer, String card) {
    try {
      Order order = buyer.place(offer, card, "key");
      return order.getStatus() == OrderStatus.ORDER_STATUS_PLACED ? "" : "order " + order.getId();
    } catch (StatusRuntimeException e) {
      if (Buyer.isUndecided(e)) {
        throw e;
      }
      return Buyer.reason(e);
    }
  }

  /** Asks until there is an answer; an empty one is none. */
  private static <T> T again(Supplier<T> call) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              try {
                return Optional.of(call.get());
              } catch (StatusRuntimeException e) {
                if (Buyer.isUndecided(e)) {
                  return Optional.<T>empty();
                }
                throw e;
              }
            },
            answer -> answer.isPresent() && !answer.get().equals(""))
        .orElseThrow();
  }

  /** What a client was told is so. */
  private static void assertTrue(Shop shop, Told told) {
    String status =
        shop.text(
            "SELECT coalesce(max(CASE WHEN status = 'REFUSED' THEN ended_reason ELSE status || ' '"
                + " || order_id END), '') FROM orders.orders WHERE cart_id = '%s'",
            told.cartId());
    if (told.answer().startsWith("order ")) {
      assertThat(status).isEqualTo("CONFIRMED " + told.answer().substring("order ".length()));
    } else {
      assertThat(status).as(told.answer()).isIn("", told.answer());
    }
  }

  private static void assertNothingIsLost(
      Shop shop, Queue<Told> told, List<String> products, Promotion coupon) {
    shop.assertBooksAgree();
    long confirmed = told.stream().filter(one -> one.answer().startsWith("order ")).count();
    assertThat(confirmed).isPositive();
    assertThat(shop.count("SELECT count(*) FROM orders.orders WHERE status = 'CONFIRMED'"))
        .isEqualTo(confirmed);
    assertThat(shop.uses(coupon))
        .isEqualTo(
            told.stream()
                .filter(Told::withCoupon)
                .filter(one -> one.answer().startsWith("order "))
                .count());
    for (String product : products) {
      long sold =
          shop.count(
              "SELECT coalesce(sum(quantity), 0) FROM orders.orders JOIN orders.order_lines USING"
                  + " (order_id) WHERE status = 'CONFIRMED' AND product_id = '%s'",
              product);
      assertThat(shop.left(product)).isEqualTo(PIECES - sold);
    }
    assertThat(
            shop.count(
                "SELECT count(*) FROM orders.mails JOIN orders.orders USING (order_id) WHERE status"
                    + " <> 'CONFIRMED'"))
        .as("mails about orders that are not confirmed")
        .isZero();
  }
}
