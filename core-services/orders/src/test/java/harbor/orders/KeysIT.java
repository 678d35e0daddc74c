package harbor.orders;

import static harbor.orders.OrdersShop.request;
import static harbor.orders.OrdersShop.stub;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.rpc.ErrorInfo;
import harbor.kit.client.Caller;
import harbor.orders.v1.OrderedCart;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What keys mean, compared with a model of a page over random sequences of calls. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeysIT {
  private static final int CALLS = 400;
  private static final long SEED = 20_261_128;

  private final OrdersShop orders = new OrdersShop();

  @AfterAll
  void close() {
    orders.close();
  }

  /**
   * The rules: a key belongs to its owner and request; a cart has one order that is not refused.
   */
  private static final class Model {
    private final Map<String, String> requests = new HashMap<>();
    private final Map<String, String> answers = new HashMap<>();
    private final Map<String, String> cartOrders = new HashMap<>();

    /** What is to come; "new" for an order that nobody has seen yet. */
    String expect(String owner, String key, String cart, String token) {
      String owned = owner + " " + key;
      String request = cart + " " + token;
      if (requests.containsKey(owned)) {
        return Objects.equals(requests.get(owned), request)
            ? Objects.requireNonNull(answers.get(owned))
            : "IDEMPOTENCY_KEY_REUSED";
      }
      String order = cartOrders.get(cart);
      if (order != null) {
        return "CART_ORDERED " + order;
      }
      return token.equals("tok_declined") ? "PAYMENT_DECLINED" : "new";
    }

    void note(String owner, String key, String cart, String token, String answer) {
      if (answer.equals("IDEMPOTENCY_KEY_REUSED")) {
        return;
      }
      requests.putIfAbsent(owner + " " + key, cart + " " + token);
      answers.putIfAbsent(owner + " " + key, answer);
      if (!answer.contains("_")) {
        cartOrders.put(cart, answer);
      }
    }
  }

  @Test
  void calls_areAnswered_asTheModelSays() {
    Random random = new Random(SEED);
    Model model = new Model();
    List<String> offers = new ArrayList<>();
    for (int call = 0; call < CALLS; call++) {
      if (call % 20 == 0) {
        offers.clear();
        for (int i = 0; i < 4; i++) {
          offers.add(orders.shop.offer(OrdersShop.cart(), 7, 1_000));
        }
      }
      String owner = "u-" + random.nextInt(2);
      String key = "k-" + call / 20 + "-" + random.nextInt(6);
      String offer = offers.get(random.nextInt(offers.size()));
      String token = random.nextInt(3) == 0 ? "tok_declined" : "tok_ok";

      String expected = model.expect(owner, key, offer, token);
      String answer = answer(owner, key, offer, token, random.nextBoolean());

      if (expected.equals("new")) {
        assertThat(answer).as("call %d, seed %d", call, SEED).doesNotContain("_ORDERED", "REUSED");
      } else {
        assertThat(answer).as("call %d, seed %d", call, SEED).isEqualTo(expected);
      }
      model.note(owner, key, offer, token, answer);
    }
  }

  private String answer(String owner, String key, String offer, String token, boolean first) {
    try {
      return "order "
          + stub(first ? orders.first : orders.second, Caller.user(owner), key)
              .placeOrder(request(offer, token))
              .getOrder()
              .getId()
              .replace('_', '.');
    } catch (StatusRuntimeException e) {
      com.google.rpc.Status status = Objects.requireNonNull(StatusProto.fromThrowable(e));
      String reason = PlaceOrderIT.detail(status, ErrorInfo.class).getReason();
      return reason.equals("CART_ORDERED")
          ? "CART_ORDERED order "
              + PlaceOrderIT.detail(status, OrderedCart.class).getOrderId().replace('_', '.')
          : reason;
    }
  }

  /** Case 11: what is under way has no age; what was answered has a day. */
  @Test
  void keys_areKept_asLongAsTheirSagaGoesOn() {
    Placed placed = new Placed(orders, 1_000);
    orders.stop.at("place.authorize.before");
    var call = CompletableFuture.supplyAsync(() -> placed.place("tok_ok"));
    await().until(orders.stop::wasReached);
    orders.execute("UPDATE orders.idempotency_keys SET answered_at = now() - interval '25 hours'");

    orders.second.runTimer("remove-idempotency-keys");

    assertThat(orders.count("SELECT count(*) FROM orders.idempotency_keys WHERE work IS NOT NULL"))
        .isOne();
    orders.recover();
    var order = call.join();
    assertThat(placed.place("tok_ok")).isEqualTo(order);
    placed.awaitEnd();
    placed.assertConfirmed(order, 1_000);
    orders.execute("UPDATE orders.idempotency_keys SET answered_at = now() - interval '25 hours'");
    orders.second.runTimer("remove-idempotency-keys");
    assertThat(orders.count("SELECT count(*) FROM orders.idempotency_keys")).isZero();
  }
}
