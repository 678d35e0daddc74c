package harbor.e2e.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.carts.v1.Cart;
import harbor.kit.runtime.Environment;
import harbor.kit.testing.ProofReport;
import harbor.kit.testing.TestPorts;
import harbor.observability.StoreProcess;
import harbor.observability.Telemetry;
import harbor.orders.Orders;
import harbor.pricing.v1.Offer;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Retries, changed bodies, calls at the same time and other people's keys, against the model. */
class KeysIT {
  private static final long SEED = 20_261_128;

  /** Calls until new people come with new carts. */
  private static final int BLOCK = 24;

  private static final int MAX_TOGETHER = 4;

  /** So many go on at once. */
  private static final int BLOCKS = 4;

  @Test
  void calls_areAnswered_asTheModelAllows() {
    var _ = run(288);
  }

  @Test
  @Tag("proof")
  @Tag("idempotency")
  void calls_areAnswered_asTheModelAllows_tenThousandTimes() {
    Map<String, Integer> answers = run(Integer.getInteger("harbor.calls", 10_080));

    ProofReport report =
        new ProofReport(
            "idempotency",
            "Two people order at two instances of orders, up to four calls at the same time, with"
                + " few keys, each other's offers and other cards; every answer is one that the"
                + " model of the rules allows.",
            "answered",
            "calls");
    answers.forEach(report::row);
    report.write();
  }

  /** The counter-test: answers that break a rule are seen. */
  @Test
  void model_refuses_whatBreaksARule() {
    KeysModel empty = KeysModel.empty();
    KeysModel.Call first = new KeysModel.Call("a", "k1", "o1", true, "tok_approve", "order 1");
    KeysModel known = empty.after(List.of(first)).orElseThrow();

    assertThat(known.after(List.of(first))).as("said again").isPresent();
    assertThat(known.after(List.of(call(first, "k1", "tok_approve", "order 2")))).isEmpty();
    assertThat(known.after(List.of(call(first, "k2", "tok_approve", "order 2")))).isEmpty();
    assertThat(known.after(List.of(call(first, "k1", "tok_decline", "order 1")))).isEmpty();
    assertThat(empty.after(List.of(first, call(first, "k2", "tok_approve", "order 2")))).isEmpty();
    assertThat(empty.after(List.of(call(first, "k2", "tok_approve", "CART_ORDERED 1"), first)))
        .as("in the other order")
        .isPresent();
  }

  private static KeysModel.Call call(KeysModel.Call other, String key, String card, String answer) {
    return new KeysModel.Call(other.caller(), key, other.offer(), other.isOwn(), card, answer);
  }

  private static Map<String, Integer> run(int calls) {
    Map<String, Integer> answers = new HashMap<>();
    try (MoneyCores cores = MoneyCores.start(Map.of());
        Shop shop = Shop.open(cores.settings);
        Telemetry telemetry = Telemetry.recording("orders", SpanExporter.composite())) {
      Map<String, String> settings = new HashMap<>(cores.settings);
      settings.put(
          Environment.setting(Orders.PROCESS.name(), "PORT"), Integer.toString(TestPorts.next()));
      try (StoreProcess.Started _ = Orders.PROCESS.start(Environment.of(settings), telemetry);
          Shop other = new Shop(settings)) {
        String product = shop.product(2_000, 1_000_000);
        for (int block = 0; block < calls / BLOCK; block += BLOCKS) {
          int first = block;
          Together.run(
                  BLOCKS,
                  number -> block(List.of(shop, other), product, new Random(SEED + first + number)))
              .forEach(
                  some ->
                      some.forEach((answer, times) -> answers.merge(answer, times, Integer::sum)));
        }
        shop.assertBooksAgree();
      }
    }
    return answers;
  }

  private static Map<String, Integer> block(List<Shop> shops, String product, Random random) {
    List<Buyer> buyers = List.of(Buyer.guest(shops.getFirst()), Buyer.guest(shops.getFirst()));
    List<Offer> offers = new ArrayList<>();
    for (int number = 0; number < 4; number++) {
      Buyer buyer = buyers.get(number / 2);
      Cart cart = buyer.cart(product, 1);
      offers.add(buyer.offer(cart));
    }
    Map<String, Integer> answers = new HashMap<>();
    KeysModel model = KeysModel.empty();
    int made = 0;
    while (made < BLOCK) {
      List<KeysModel.Call> together = new ArrayList<>();
      List<Shop> at = new ArrayList<>();
      for (int n = 1 + random.nextInt(MAX_TOGETHER); n > 0; n--) {
        int who = random.nextInt(2);
        int offer = random.nextInt(8) == 0 ? random.nextInt(4) : 2 * who + random.nextInt(2);
        together.add(
            new KeysModel.Call(
                Integer.toString(who),
                "key-" + random.nextInt(5),
                Integer.toString(offer),
                offer / 2 == who,
                random.nextInt(3) == 0 ? "tok_decline" : "tok_approve",
                ""));
        at.add(shops.get(random.nextInt(2)));
      }
      List<KeysModel.Call> answered =
          Together.run(
              together.size(),
              number -> {
                KeysModel.Call call = together.get(number);
                Buyer buyer = buyers.get(Integer.parseInt(call.caller())).at(at.get(number));
                Offer offer = offers.get(Integer.parseInt(call.offer()));
                return new KeysModel.Call(
                    call.caller(),
                    call.key(),
                    call.offer(),
                    call.isOwn(),
                    call.card(),
                    await()
                        .atMost(Purchase.PATIENCE)
                        .until(
                            () -> Buyer.answer(() -> buyer.place(offer, call.card(), call.key())),
                            told -> !told.equals("IDEMPOTENCY_KEY_IN_USE")));
              });
      Optional<KeysModel> next = model.after(answered);
      assertThat(next).as("%s after %s, seed %d", answered, model, SEED).isPresent();
      model = next.orElseThrow();
      answered.forEach(
          call -> answers.merge(call.answer().replaceFirst(" .*", ""), 1, Integer::sum));
      made += answered.size();
    }
    return answers;
  }
}
