package harbor.e2e.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.kit.bff.redis.TestRedis;
import harbor.kit.testing.ProofReport;
import harbor.mobile.MobileBff;
import harbor.observability.StoreProcess;
import harbor.orders.Orders;
import harbor.payments.Payments;
import harbor.paymentssandbox.PaymentsSandbox;
import harbor.pricing.v1.Promotion;
import harbor.web.WebBff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
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

  /** What may decide against an order of these cards. */
  private static final List<String> REFUSALS = List.of("PAYMENT_DECLINED", "PRICE_CHANGED");

  private static final List<StoreProcess> BFFS = List.of(MobileBff.PROCESS, WebBff.PROCESS);

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
      BFFS.forEach(cores::start);
      List<Victim> victims = apart.stream().map(process -> Victim.of(cores, process)).toList();

      var _ = orderWhileKilling(settings, shop, victims, 40, 3);
    }
  }

  @Test
  @Tag("proof")
  @Tag("checkout")
  void orders_haveOneEnd_whenEveryProcessIsKilledInTurn() throws Exception {
    int checkouts = Integer.getInteger("harbor.checkouts", 2_000);
    int kills = Integer.getInteger("harbor.kills", 50);
    List<StoreProcess> all =
        Stream.concat(MoneySettings.PROCESSES.stream(), BFFS.stream()).toList();
    try (OwnDatabase database = OwnDatabase.start();
        TestRedis redis = TestRedis.start()) {
      Map<String, String> settings = MoneySettings.on(database.url());
      settings.putAll(PROVIDER);
      settings.put("HARBOR_REDIS_URL", redis.url());
      try (MoneyCores cores = MoneyCores.start(settings, Set.copyOf(all));
          Shop shop = Shop.open(settings)) {
        BFFS.forEach(cores::start);
        List<Victim> victims = new ArrayList<>();
        all.forEach(process -> victims.add(Victim.of(cores, process)));
        victims.add(new Victim("redis", redis::kill, redis::run));
        victims.add(new Victim("postgresql", database::kill, database::restart));

        Figures figures = orderWhileKilling(settings, shop, victims, checkouts, kills);

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
            "Phones and browsers order at their BFFs while processes, each in a JVM of its own, are"
                + " killed with SIGKILL one after the other, and ask again under their key until"
                + " they have a final answer. Every client got one; the provider's ledger, the"
                + " ledger of payments and the orders say the same.",
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
      Map<String, String> settings, Shop shop, List<Victim> victims, int checkouts, int kills) {
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
                  for (int next = begun.getAndIncrement();
                      next < checkouts;
                      next = begun.getAndIncrement()) {
                    Customer customer =
                        next % 2 == 0 ? Customer.withPhone(settings) : Customer.inBrowser(settings);
                    told.add(checkout(customer, products, coupon, random));
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

  private static Told checkout(
      Customer customer, List<String> products, Promotion coupon, Random random) {
    String product = products.get(random.nextInt(products.size()));
    int quantity = 1 + random.nextInt(3);
    boolean withCoupon = random.nextInt(4) == 0;
    String card = CARDS.get(random.nextInt(CARDS.size()));
    String cart = customer.cart(product, quantity, withCoupon ? coupon.getCouponCode() : "");
    String offer = customer.offer(cart);
    long asked = System.nanoTime();
    String answer = customer.order(offer, card);
    return new Told(cart, answer, withCoupon, Duration.ofNanos(System.nanoTime() - asked));
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
      assertThat(told.answer()).isIn(REFUSALS);
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
