package harbor.orders;

import static harbor.orders.OrdersShop.request;
import static harbor.orders.OrdersShop.stub;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import harbor.inventory.v1.OutOfStock;
import harbor.kit.client.Caller;
import harbor.kit.runtime.OpaqueId;
import harbor.kit.testing.LogCapture;
import harbor.orders.FakeShop.Fault;
import harbor.orders.v1.GetOrderRequest;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderStatus;
import harbor.orders.v1.OrderedCart;
import harbor.orders.v1.OrdersServiceGrpc.OrdersServiceBlockingStub;
import harbor.orders.v1.PlaceOrderRequest;
import harbor.orders.v1.StatusChange;
import harbor.payments.v1.RiskDecision;
import harbor.pricing.v1.CouponRefusal;
import harbor.pricing.v1.Offer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders that are placed, over real gRPC, with all that they call. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlaceOrderIT {
  private static final long TOTAL = 4_990;

  private final OrdersShop orders = new OrdersShop();
  private final FakeShop shop = orders.shop;

  @AfterAll
  void close() {
    orders.close();
  }

  @Test
  void order_isConfirmed_whenEveryStepIsDone() {
    Placed placed = new Placed(orders, 9_900);

    Order order = placed.place("tok_ok");

    placed.awaitEnd();
    placed.assertConfirmed(order, 9_900);
    assertThat(order.getPointsEarned()).isEqualTo(99);
    assertThat(order.getLinesList()).extracting("name").containsExactly("The p-1", "The p-2");
    assertThat(order.getHistoryList())
        .extracting(StatusChange::getStatus)
        .containsExactly(OrderStatus.ORDER_STATUS_PLACED, OrderStatus.ORDER_STATUS_CONFIRMED);
    assertThat(placed.now(order.getId())).isEqualTo(order);
  }

  @Test
  void guest_isAskedForMailAndAddress_andGetsNoPoints() {
    Placed placed = new Placed(orders, TOTAL);
    OrdersServiceBlockingStub guest = stub(orders.first, Caller.guest("g-1"), "guest-1");
    PlaceOrderRequest request = request(placed.offer, "tok_ok");

    assertRefused(() -> guest.placeOrder(request), Status.Code.INVALID_ARGUMENT, "INVALID_MAIL");
    PlaceOrderRequest complete = request.toBuilder().setGuestMail("Bob@example.com ").build();
    assertRefused(
        () -> guest.placeOrder(complete.toBuilder().clearAddress().build()),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_ADDRESS");
    Order order = guest.placeOrder(complete).getOrder();

    assertThat(order.getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_CONFIRMED);
    assertThat(order.getPointsEarned()).isZero();
    assertThat(
            orders.text(
                "SELECT receiver FROM orders.mails WHERE order_id = '" + order.getId() + "'"))
        .isEqualTo("Bob@example.com");
  }

  @Test
  void usersAddress_isTheDefaultOne_whenNoneIsSaid() {
    Placed placed = new Placed(orders, TOTAL);

    Order order =
        stub(orders.first, placed.customer, placed.key)
            .placeOrder(request(placed.offer, "tok_ok").toBuilder().clearAddress().build())
            .getOrder();

    assertThat(order.getAddress().getName()).isEqualTo("Ada");
    assertThat(order.getCountry()).isEqualTo("DE");
  }

  @Test
  void request_isRefused_whenItIsMalformed_andTheKeyIsFree() {
    Placed placed = new Placed(orders, TOTAL);
    OrdersServiceBlockingStub stub = stub(orders.first, placed.customer, placed.key);

    assertRefused(
        () -> stub.placeOrder(request("short", "tok_ok")),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_OFFER_ID");
    assertRefused(
        () -> stub.placeOrder(request(placed.offer, "")),
        Status.Code.INVALID_ARGUMENT,
        "MISSING_CARD_TOKEN");
    assertRefused(
        () -> stub.placeOrder(request(OpaqueId.random(), "tok_ok")),
        Status.Code.NOT_FOUND,
        "UNKNOWN_OFFER");
    assertThat(placed.place("tok_ok").getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_CONFIRMED);
  }

  /** A token is kept as long as it is needed, a card number never. */
  @ParameterizedTest
  @ValueSource(strings = {"4111111111111111", "4111-1111-1111-1111"})
  void cardNumber_isRefused_andStoredNowhere(String number) {
    Placed placed = new Placed(orders, TOTAL);

    assertRefused(() -> placed.place(number), Status.Code.INVALID_ARGUMENT, "INVALID_CARD_TOKEN");

    assertThat(orders.dump()).doesNotContain(number, hex(number));
    CountDownLatch held = shop.hold("AuthorizePayment");
    try {
      var _ =
          stub(orders.first, placed.customer, placed.key)
              .withDeadlineAfter(2, TimeUnit.SECONDS)
              .placeOrder(request(placed.offer, "tok_" + placed.key));
      assertThat(orders.dump()).contains("tok_" + placed.key);
    } finally {
      shop.letGo("AuthorizePayment", held);
    }
    placed.awaitEnd();
    assertThat(orders.dump()).doesNotContain("tok_" + placed.key);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Case 1: who does the work and loses the answer is asked again under the same name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ConfirmOffer",
        "GetCart",
        "AssessRisk",
        "ReserveStock",
        "TakePromotions",
        "AuthorizePayment",
        "CommitReservation",
        "PlanShipment",
        "CapturePayment",
        "ReleaseShipment",
        "RemoveOrdered"
      })
  void order_isConfirmedOnce_whenAnswersAreLost(String method) {
    Placed placed = new Placed(orders, TOTAL);
    shop.fail(method, Fault.AFTER, Fault.BEFORE);

    Order order = placed.place("tok_ok");

    placed.awaitEnd();
    placed.assertConfirmed(placed.now(order.getId()), TOTAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"UndoPayment", "CancelShipment", "ReleaseReservation", "GiveBackPromotions"})
  void order_isUndoneOnce_whenAnswersAreLost(String method) {
    Placed placed = new Placed(orders, TOTAL);
    shop.captureRefusals.add("NOT_AUTHORIZED");
    shop.fail(method, Fault.AFTER, Fault.BEFORE);

    assertRefused(
        () -> placed.place("tok_ok"), Status.Code.FAILED_PRECONDITION, "PAYMENT_DECLINED");

    placed.assertUndone(
        placed.now(placed.id()), OrderStatus.ORDER_STATUS_REFUSED, "PAYMENT_DECLINED");
    assertThat(shop.ledger(placed.id())).containsExactly("authorize 4990", "void 4990");
  }

  /** Cases 10 and 12 c: the key repeats the refusal, another one may order the cart again. */
  @Test
  void declinedCard_isADecision_thatItsKeyKeeps() {
    Placed placed = new Placed(orders, TOTAL);
    assertRefused(
        () -> placed.place("tok_declined"), Status.Code.FAILED_PRECONDITION, "PAYMENT_DECLINED");
    placed.assertUndone(
        placed.now(placed.id()), OrderStatus.ORDER_STATUS_REFUSED, "PAYMENT_DECLINED");
    assertThat(placed.mails(placed.id())).isZero();
    assertThat(shop.pieces(placed.cart)).containsExactly(4, 1);

    assertRefused(
        () -> placed.place("tok_declined"), Status.Code.FAILED_PRECONDITION, "PAYMENT_DECLINED");
    Order order = placed.place("tok_ok", "another");

    assertThat(order.getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_CONFIRMED);
  }

  /** Case 9. */
  @Test
  void hold_isVoided_whenItIsOfAnotherAmount() {
    Placed placed = new Placed(orders, 5_490);
    shop.heldDifference = -500;
    try {
      assertRefused(
          () -> placed.place("tok_ok"), Status.Code.FAILED_PRECONDITION, "PAYMENT_DECLINED");
    } finally {
      shop.heldDifference = 0;
    }

    placed.assertUndone(
        placed.now(placed.id()), OrderStatus.ORDER_STATUS_REFUSED, "PAYMENT_DECLINED");
    assertThat(shop.ledger(placed.id())).containsExactly("authorize 4990", "void 4990");
  }

  /** Case 2: a definite no gets a new key. */
  @Test
  void capture_isTriedUnderANewKey_whenItWasRefused() {
    Placed placed = new Placed(orders, TOTAL);
    shop.captureRefusals.add("CAPTURE_REFUSED");

    Order order = placed.place("tok_ok");

    placed.awaitEnd();
    placed.assertConfirmed(placed.now(order.getId()), TOTAL);
  }

  /** Case 7: goods do not leave before the money is certain. */
  @Test
  void order_isRefused_whenTheMoneyCannotBeTaken() {
    Placed placed = new Placed(orders, 8_000);
    shop.captureRefusals.addAll(List.of("CAPTURE_REFUSED", "CAPTURE_REFUSED", "CAPTURE_REFUSED"));

    assertRefused(
        () -> placed.place("tok_ok"), Status.Code.FAILED_PRECONDITION, "PAYMENT_DECLINED");

    placed.assertUndone(
        placed.now(placed.id()), OrderStatus.ORDER_STATUS_REFUSED, "PAYMENT_DECLINED");
    assertThat(shop.ledger(placed.id())).containsExactly("authorize 8000", "void 8000");
    assertThat(placed.mails(placed.id())).isZero();
  }

  @Test
  void order_isRefused_withWhatIsMissing_whenStockIsTooLow() {
    Placed placed = new Placed(orders, TOTAL);
    int stock = shop.left("p-2");
    shop.stock.put("p-2", 0);
    com.google.rpc.Status refusal;
    try {
      refusal =
          assertRefused(
              () -> placed.place("tok_ok"), Status.Code.FAILED_PRECONDITION, "OUT_OF_STOCK");
    } finally {
      shop.stock.put("p-2", stock);
    }

    assertThat(detail(refusal, OutOfStock.class).getLines(0).getProductId()).isEqualTo("p-2");
    placed.assertUndone(placed.now(placed.id()), OrderStatus.ORDER_STATUS_REFUSED, "OUT_OF_STOCK");
    assertThat(shop.ledger(placed.id())).isEmpty();
  }

  /** Case 15: the refusal has the new offer. */
  @Test
  void order_isRefused_withTheOfferOfNow_whenTheCouponIsSpent() {
    Placed placed = new Placed(orders, TOTAL);
    shop.couponLimit = (int) shop.uses();
    com.google.rpc.Status refusal;
    try {
      refusal =
          assertRefused(
              () -> placed.place("tok_ok"), Status.Code.FAILED_PRECONDITION, "COUPON_SPENT");
    } finally {
      shop.couponLimit = Integer.MAX_VALUE;
    }

    assertThat(detail(refusal, Offer.class).getCoupon().getRefusal())
        .isEqualTo(CouponRefusal.COUPON_REFUSAL_SPENT);
    placed.assertUndone(placed.now(placed.id()), OrderStatus.ORDER_STATUS_REFUSED, "COUPON_SPENT");
  }

  /** Case 22: the offer is compared, not its total. */
  @Test
  void order_isRefused_withTheOfferOfNow_whenItDiffers() throws Exception {
    Placed placed = new Placed(orders, TOTAL);
    Offer now =
        Objects.requireNonNull(shop.offers.get(placed.offer)).toBuilder()
            .setId(OpaqueId.random())
            .build();
    shop.changed.put(placed.offer, now);

    com.google.rpc.Status refusal =
        assertRefused(
            () -> placed.place("tok_ok"), Status.Code.FAILED_PRECONDITION, "PRICE_CHANGED");

    assertThat(detail(refusal, Offer.class)).isEqualTo(now);
    placed.assertUndone(placed.now(placed.id()), OrderStatus.ORDER_STATUS_REFUSED, "PRICE_CHANGED");
    assertThat(shop.ledger(placed.id())).isEmpty();
  }

  @Test
  void order_isRefused_withAnOfferForTheCart_whenThatIsAnotherByNow() {
    Placed placed = new Placed(orders, TOTAL);
    shop.offer(placed.cart, 8, TOTAL);

    com.google.rpc.Status refusal =
        assertRefused(
            () -> placed.place("tok_ok"), Status.Code.FAILED_PRECONDITION, "PRICE_CHANGED");

    assertThat(detail(refusal, Offer.class).getCartVersion()).isEqualTo(8);
  }

  @Test
  void order_isRefused_whenRiskRulesSaySo() {
    Placed placed = new Placed(orders, TOTAL);
    shop.risk = RiskDecision.RISK_DECISION_REFUSE;
    try {
      assertRefused(() -> placed.place("tok_ok"), Status.Code.FAILED_PRECONDITION, "ORDER_REFUSED");
    } finally {
      shop.risk = RiskDecision.RISK_DECISION_ACCEPT;
    }

    placed.assertUndone(placed.now(placed.id()), OrderStatus.ORDER_STATUS_REFUSED, "ORDER_REFUSED");
  }

  /** What is to be reviewed is sold meanwhile: people see it, and may still cancel. */
  @Test
  void order_isConfirmed_andLogged_whenRiskRulesWantItReviewed() {
    Placed placed = new Placed(orders, TOTAL);
    shop.risk = RiskDecision.RISK_DECISION_REVIEW;
    Order order;
    try (LogCapture log = LogCapture.of(StepRequests.class)) {
      order = placed.place("tok_ok");
      assertThat(log.messages())
          .contains("Order %s is to be reviewed: [NIGHTLY]".formatted(order.getId()));
    } finally {
      shop.risk = RiskDecision.RISK_DECISION_ACCEPT;
    }

    placed.awaitEnd();
    placed.assertConfirmed(order, TOTAL);
  }

  /** Case 27: no card, no call and no entry at the provider. */
  @Test
  void freeOrder_needsNoCard_andNeverMeetsThePayments() {
    Placed placed = new Placed(orders, 0);
    int authorizations = shop.calls("AuthorizePayment");
    int captures = shop.calls("CapturePayment");

    Order order = placed.place("");

    assertThat(order.getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_CONFIRMED);
    assertThat(shop.calls("AuthorizePayment")).isEqualTo(authorizations);
    assertThat(shop.calls("CapturePayment")).isEqualTo(captures);
    assertThat(placed.mails(order.getId())).isOne();
  }

  /** Case 12 a: a call whose time is over is told that it goes on; the same key learns the end. */
  @Test
  void key_getsTheFinalAnswer_whenTheFirstOneWasTooEarly() {
    Placed placed = new Placed(orders, TOTAL);
    CountDownLatch held = shop.hold("PlanShipment");
    Order early;
    try {
      early =
          stub(orders.first, placed.customer, placed.key)
              .withDeadlineAfter(2, TimeUnit.SECONDS)
              .placeOrder(request(placed.offer, "tok_ok"))
              .getOrder();
    } finally {
      shop.letGo("PlanShipment", held);
    }

    assertThat(early.getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_PLACED);
    Order last = placed.place("tok_ok");
    assertThat(last.getId()).isEqualTo(early.getId());
    placed.awaitEnd();
    placed.assertConfirmed(last, TOTAL);
  }

  /** Case 12 b: nothing was recorded, so the same key places the order. */
  @Test
  void key_isFree_whenNothingWasRecorded() {
    Placed placed = new Placed(orders, TOTAL);
    shop.fail("GetOffer", Fault.BEFORE);
    assertRefused(() -> placed.place("tok_ok"), Status.Code.UNAVAILABLE, "DEPENDENCY_UNAVAILABLE");

    Order order = placed.place("tok_ok");

    placed.awaitEnd();
    placed.assertConfirmed(order, TOTAL);
  }

  @Test
  void key_isRefused_withAnotherRequest_andIsItsOwnersAlone() {
    Placed placed = new Placed(orders, TOTAL);
    Order order = placed.place("tok_ok");
    Placed other = new Placed(orders, TOTAL);

    assertRefused(
        () -> placed.place("tok_other"), Status.Code.FAILED_PRECONDITION, "IDEMPOTENCY_KEY_REUSED");
    assertThat(other.place("tok_ok", placed.key).getId()).isNotEqualTo(order.getId());
  }

  @Test
  void order_isUnknown_toAnybodyElse() {
    Placed placed = new Placed(orders, TOTAL);
    Order order = placed.place("tok_ok");

    for (Caller other : List.of(Caller.user("eve"), Caller.guest("eve"))) {
      assertRefused(
          () ->
              stub(orders.first, other, "x")
                  .getOrder(GetOrderRequest.newBuilder().setOrderId(order.getId()).build()),
          Status.Code.NOT_FOUND,
          "UNKNOWN_ORDER");
    }
  }

  /** Case 10. */
  @Test
  void cart_isOrderedOnce_whateverKeysArriveAtOnce() throws Exception {
    Placed placed = new Placed(orders, 3_200);
    Set<String> ids = new HashSet<>();
    int ordered = 0;
    for (Object end : atOnce(16, number -> placed.place("tok_ok", placed.key + "-" + number))) {
      if (end instanceof Order order) {
        ids.add(order.getId());
      } else {
        com.google.rpc.Status refusal =
            status((StatusRuntimeException) end, Status.Code.FAILED_PRECONDITION, "CART_ORDERED");
        ids.add(detail(refusal, OrderedCart.class).getOrderId());
        ordered++;
      }
    }

    assertThat(ids).hasSize(1);
    assertThat(ordered).isEqualTo(15);
    placed.awaitEnd();
    placed.assertConfirmed(placed.now(placed.id()), 3_200);
  }

  @Test
  void key_hasOneEffect_andConsistentAnswers_howeverManyCallsCome() throws Exception {
    Placed placed = new Placed(orders, TOTAL);
    Set<Order> answers = new HashSet<>();
    for (Object end : atOnce(64, _ -> placed.place("tok_ok"))) {
      if (end instanceof Order order) {
        answers.add(order);
      } else {
        var _ = status((StatusRuntimeException) end, Status.Code.ABORTED, "IDEMPOTENCY_KEY_IN_USE");
      }
    }

    assertThat(answers).hasSize(1);
    placed.awaitEnd();
    placed.assertConfirmed(answers.iterator().next(), TOTAL);
  }

  private interface Numbered {
    Order call(int number);
  }

  private static List<Object> atOnce(int calls, Numbered call) throws Exception {
    List<Object> ends = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<Object>> all = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        int number = i;
        all.add(
            threads.submit(
                () -> {
                  start.await();
                  try {
                    return call.call(number);
                  } catch (StatusRuntimeException e) {
                    return e;
                  }
                }));
      }
      start.countDown();
      for (Future<Object> one : all) {
        ends.add(one.get());
      }
    }
    return ends;
  }

  static com.google.rpc.Status assertRefused(
      ThrowingCallable call, Status.Code code, String reason) {
    return status(catchThrowableOfType(StatusRuntimeException.class, call), code, reason);
  }

  static com.google.rpc.Status status(StatusRuntimeException e, Status.Code code, String reason) {
    assertThat(e.getStatus().getCode()).as(e.toString()).isEqualTo(code);
    com.google.rpc.Status status = Objects.requireNonNull(StatusProto.fromThrowable(e));
    assertThat(detail(status, ErrorInfo.class))
        .isEqualTo(ErrorInfo.newBuilder().setReason(reason).setDomain("orders.harbor").build());
    return status;
  }

  static <M extends Message> M detail(com.google.rpc.Status status, Class<M> type) {
    return status.getDetailsList().stream()
        .filter(any -> any.is(type))
        .map(
            any -> {
              try {
                return any.unpack(type);
              } catch (com.google.protobuf.InvalidProtocolBufferException e) {
                throw new AssertionError(e);
              }
            })
        .findFirst()
        .orElseThrow();
  }
}
