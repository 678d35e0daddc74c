package harbor.e2e.money;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import harbor.inventory.v1.OutOfStock;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderLine;
import harbor.orders.v1.OrderStatus;
import harbor.paymentssandbox.PaymentsSandbox;
import harbor.pricing.v1.CouponRefusal;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.Promotion;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From cart to order over the services themselves: each code, the stock and the money. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckoutIT {
  private static final Duration PATIENCE = Purchase.PATIENCE;

  private final MoneyCores cores =
      MoneyCores.start(
          Map.of(
              "HARBOR_PAYMENTS_SANDBOX_SILENCE_MS", "300",
              "HARBOR_PAYMENTS_PROVIDER_TIMEOUT_MS", "200"));
  private final Shop shop = Shop.open(cores.settings);

  /** The first call of each service takes longer than a later one may. */
  @BeforeAll
  void warmUp() {
    Purchase first = new Purchase(shop, 10);
    await().atMost(PATIENCE).until(() -> first.answer("tok_approve").startsWith("order "));
  }

  @AfterAll
  void close() {
    shop.close();
    cores.close();
  }

  @AfterEach
  void everythingIsAsBefore() {
    cores.startIfStopped(PaymentsSandbox.PROCESS);
    shop.later("inventory", "0");
  }

  @Test
  void order_isConfirmed_paidSentAndTakenOutOfTheCart() {
    Purchase purchase = new Purchase(shop, 10);
    assertThat(purchase.offer.getTotals().getTotalMinor()).isEqualTo(4_490);

    Order order = purchase.place("tok_approve");

    assertThat(order.getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_CONFIRMED);
    assertThat(order.getLines(0).getName()).isEqualTo("Product " + purchase.product);
    purchase.assertConfirmed(4_490);
    assertThat(purchase.buyer.points()).isEqualTo(40);
    assertThat(purchase.place("tok_approve").getId()).isEqualTo(order.getId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tok_decline", "tok_insufficient_funds", "tok_expired"})
  void order_isRefused_whenTheCardIs(String card) {
    Purchase purchase = new Purchase(shop, 10);

    assertThat(purchase.answer(card)).isEqualTo("PAYMENT_DECLINED");

    purchase.assertRefused("PAYMENT_DECLINED");
    assertThat(purchase.answer(card)).as("the same key").isEqualTo("PAYMENT_DECLINED");
    assertThat(
            Buyer.answer(() -> purchase.buyer.place(purchase.offer, "tok_approve", "another-key")))
        .startsWith("order ");
    purchase.assertConfirmed(4_490);
  }

  /** Case 9. */
  @ParameterizedTest
  @ValueSource(strings = {"tok_other_amount", "tok_other_currency"})
  void order_isRefused_whenTheProviderHoldsSomethingElse(String card) {
    Purchase purchase = new Purchase(shop, 10);

    assertThat(purchase.answer(card)).isEqualTo("PAYMENT_DECLINED");

    purchase.assertRefused("PAYMENT_DECLINED");
  }

  /** Cases 1 and 2: what is unknown keeps its key. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tok_timeout",
        "tok_capture_timeout",
        "tok_slow",
        "tok_notice_early",
        "tok_duplicate"
      })
  void order_isPaidOnce_whenTheAnswerIsLostOrLate(String card) {
    Purchase purchase = new Purchase(shop, 10);

    var _ = purchase.answer(card);

    purchase.assertConfirmed(4_490);
  }

  /** Case 2: what is refused gets a new one. */
  @Test
  void order_isPaidOnce_whenTheFirstCaptureIsRefused() {
    Purchase purchase = new Purchase(shop, 10);

    assertThat(purchase.answer("tok_capture_not_yet")).startsWith("order ");

    Order order = purchase.end();
    assertThat(shop.provider(order.getId()))
        .containsExactly("authorize done 4490", "capture refused 4490", "capture done 4490");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void order_waitsForWhoeverReviewsItsPayment(boolean approved) {
    Purchase purchase = new Purchase(shop, 10);
    Order order = purchase.begin("tok_review");
    assertThat(order.getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_PLACED);

    shop.review(order.getId(), approved);

    if (approved) {
      assertThat(purchase.end().getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_CONFIRMED);
      assertThat(shop.net(order.getId())).isEqualTo(4_490);
      assertThat(shop.left(purchase.product)).isEqualTo(8);
    } else {
      purchase.assertRefused("PAYMENT_DECLINED");
    }
  }

  @Test
  void order_isPaidOnce_whenTheProviderWasDown() {
    Purchase purchase = new Purchase(shop, 10);
    cores.stop(PaymentsSandbox.PROCESS);

    Order order = purchase.begin("tok_approve");

    assertThat(order.getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_PLACED);
    cores.start(PaymentsSandbox.PROCESS);
    purchase.assertConfirmed(4_490);
    assertThat(purchase.place("tok_approve").getStatus())
        .as("202 turns into 201")
        .isEqualTo(OrderStatus.ORDER_STATUS_CONFIRMED);
  }

  @Test
  void order_isRefused_whenItsReservationEndedAndThePiecesAreGone() {
    Purchase purchase = new Purchase(shop, 2);
    cores.stop(PaymentsSandbox.PROCESS);
    Order order = purchase.begin("tok_approve");
    await()
        .until(
            () ->
                shop.count(
                        "SELECT count(*) FROM orders.sagas WHERE order_id = '%s' AND step ="
                            + " 'AUTHORIZE'",
                        order.getId())
                    == 1);

    shop.later("inventory", "16 minutes");
    await().atMost(PATIENCE).until(() -> shop.left(purchase.product) == 2);
    Buyer other = Buyer.guest(shop);
    Order bought = free(other, purchase.product, 1);
    cores.start(PaymentsSandbox.PROCESS);

    Order refused = purchase.end();
    assertThat(bought.getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_CONFIRMED);
    assertThat(refused.getEndedReason()).isEqualTo("OUT_OF_STOCK");
    assertThat(shop.net(order.getId())).isZero();
    assertThat(shop.left(purchase.product)).isEqualTo(1);
    StatusRuntimeException told = purchase.refusal("tok_approve");
    assertThat(Buyer.reason(told)).isEqualTo("OUT_OF_STOCK");
    assertThat(Buyer.detail(told, OutOfStock.class).orElseThrow().getLines(0).getProductId())
        .isEqualTo(purchase.product);
  }

  /** The counter-test: pieces that are still there are taken anew. */
  @Test
  void order_isConfirmed_whenItsReservationEndedAndThePiecesAreThere() {
    Purchase purchase = new Purchase(shop, 2);
    cores.stop(PaymentsSandbox.PROCESS);
    var _ = purchase.begin("tok_approve");

    shop.later("inventory", "16 minutes");
    cores.start(PaymentsSandbox.PROCESS);

    purchase.assertConfirmed(4_490);
  }

  @Test
  void order_isRefused_whenThereIsTooLittle() {
    Purchase purchase = new Purchase(shop, 1);

    StatusRuntimeException refused = purchase.refusal("tok_approve");

    assertThat(Buyer.reason(refused)).isEqualTo("OUT_OF_STOCK");
    assertThat(Buyer.detail(refused, OutOfStock.class).orElseThrow().getLines(0).getAvailable())
        .isOne();
    purchase.assertRefused("OUT_OF_STOCK");
  }

  @Test
  void order_isRefusedWithTheNewOffer_whenThePriceChanged() {
    Purchase purchase = new Purchase(shop, 10);
    shop.costs(purchase.product, 2_100);

    StatusRuntimeException refused = purchase.refusal("tok_approve");

    assertThat(Buyer.reason(refused)).isEqualTo("PRICE_CHANGED");
    Offer now = Buyer.detail(refused, Offer.class).orElseThrow();
    assertThat(now.getTotals().getTotalMinor()).isEqualTo(4_690);
    purchase.assertRefused("PRICE_CHANGED");
    assertThat(Buyer.answer(() -> purchase.buyer.place(now, "tok_approve", "another-key")))
        .startsWith("order ");
  }

  /** Case 22: the offer is compared, not its total. */
  @Test
  void order_isRefused_whenItCostsTheSameForOtherReasons() {
    Promotion coupon = shop.coupon(0);
    Purchase purchase = new Purchase(shop, 10).with(coupon);
    assertThat(purchase.offer.getTotals().getTotalMinor()).isEqualTo(3_490);
    shop.grant(coupon.toBuilder().setActive(false).build());
    shop.costs(purchase.product, 1_500);

    StatusRuntimeException refused = purchase.refusal("tok_approve");

    assertThat(Buyer.reason(refused)).isEqualTo("PRICE_CHANGED");
    assertThat(Buyer.detail(refused, Offer.class).orElseThrow().getTotals().getTotalMinor())
        .isEqualTo(3_490);
    purchase.assertRefused("PRICE_CHANGED");
  }

  /** Case 38. */
  @Test
  void order_isRefusedWithTheNewOffer_whenAProductIsNotSoldAnyMore() {
    Buyer buyer = Buyer.user(shop);
    String stays = shop.product(3_000, 10);
    String leaves = shop.product(2_000, 10);
    Offer offer = buyer.offer(buyer.add(buyer.cart(stays, 1), leaves, 1), "pickup");
    assertThat(offer.getTotals().getTotalMinor()).isEqualTo(5_000);
    shop.withdraw(leaves);

    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> buyer.place(offer, "tok_approve", "key"));

    assertThat(Buyer.reason(refused)).isEqualTo("PRICE_CHANGED");
    Offer now = Buyer.detail(refused, Offer.class).orElseThrow();
    assertThat(now.getUnsellableProductIdsList()).containsExactly(leaves);
    assertThat(now.getTotals().getTotalMinor()).isEqualTo(3_000);
    assertThat(
            shop.count(
                "SELECT count(*) FROM payments.payments JOIN orders.orders USING (order_id)"
                    + " WHERE offer_id = '%s'",
                offer.getId()))
        .as("held by the provider")
        .isZero();
    assertThat(List.of(shop.left(stays), shop.left(leaves))).containsExactly(10L, 10L);
    assertThat(buyer.place(now, "tok_approve", "another-key").getLinesList())
        .extracting(OrderLine::getProductId)
        .containsExactly(stays);
  }

  @Test
  void order_isRefusedWithTheNewOffer_whenTheCouponEnded() {
    Promotion coupon = shop.coupon(0);
    Purchase purchase = new Purchase(shop, 10).with(coupon);
    shop.grant(coupon.toBuilder().setLastDay("2020-12-31").setTimeZone("Europe/Berlin").build());

    StatusRuntimeException refused = purchase.refusal("tok_approve");

    assertThat(Buyer.reason(refused)).isEqualTo("PRICE_CHANGED");
    Offer now = Buyer.detail(refused, Offer.class).orElseThrow();
    assertThat(now.getTotals().getTotalMinor()).isEqualTo(4_490);
    assertThat(now.getCoupon().getRefusal()).isEqualTo(CouponRefusal.COUPON_REFUSAL_NOT_VALID_NOW);
    purchase.assertRefused("PRICE_CHANGED");
  }

  @Test
  void order_isRefusedWithTheNewOffer_whenTheCouponIsSpent() {
    Promotion coupon = shop.coupon(1);
    Purchase first = new Purchase(shop, 10).with(coupon);
    Purchase second = new Purchase(shop, 10).with(coupon);
    assertThat(first.answer("tok_approve")).startsWith("order ");

    StatusRuntimeException refused = second.refusal("tok_approve");

    assertThat(Buyer.reason(refused)).isEqualTo("COUPON_SPENT");
    assertThat(Buyer.detail(refused, Offer.class).orElseThrow().getTotals().getTotalMinor())
        .isEqualTo(4_490);
    second.assertRefused("COUPON_SPENT");
    assertThat(shop.uses(coupon)).isOne();
  }

  @Test
  void useOfACoupon_isGivenBack_whenTheCardIsDeclined() {
    Promotion coupon = shop.coupon(1);
    Purchase purchase = new Purchase(shop, 10).with(coupon);

    assertThat(purchase.answer("tok_decline")).isEqualTo("PAYMENT_DECLINED");

    purchase.assertRefused("PAYMENT_DECLINED");
    assertThat(shop.uses(coupon)).isZero();
    assertThat(
            Buyer.answer(() -> purchase.buyer.place(purchase.offer, "tok_approve", "another-key")))
        .startsWith("order ");
    assertThat(shop.uses(coupon)).isOne();
  }

  @Test
  void order_isRefused_whenRiskRulesSaySo() {
    Buyer guest = Buyer.guest(shop);
    String product = shop.product(2_000_000, 10);
    Offer offer = guest.offer(guest.cart(product, 1));

    assertThat(Buyer.answer(() -> guest.place(offer, "tok_approve", "key")))
        .isEqualTo("ORDER_REFUSED");

    assertThat(shop.left(product)).isEqualTo(10);
    assertThat(
            shop.count(
                "SELECT count(*) FROM payments.payments JOIN orders.orders USING (order_id)"
                    + " WHERE offer_id = '%s'",
                offer.getId()))
        .isZero();
  }

  /** Case 27. */
  @Test
  void freeOrder_needsNoCard_andNeverMeetsTheProvider() {
    Buyer buyer = Buyer.user(shop);
    String product = shop.product(1_500, 10);

    Order order = free(buyer, product, 1);

    assertThat(order.getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_CONFIRMED);
    await().atMost(PATIENCE).until(() -> shop.mails(order.getId()) == 1);
    assertThat(shop.provider(order.getId())).isEmpty();
    assertThat(shop.left(product)).isEqualTo(9);
    assertThat(buyer.points()).isZero();
    assertThat(buyer.cancel(order.getId()).getStatus())
        .isEqualTo(OrderStatus.ORDER_STATUS_CANCELLED);
    assertThat(shop.provider(order.getId())).isEmpty();
    assertThat(shop.left(product)).isEqualTo(10);
  }

  @Test
  void token_isNamed_whenItIsMissing() {
    Purchase purchase = new Purchase(shop, 10);

    assertThat(purchase.answer("")).isEqualTo("MISSING_CARD_TOKEN");
  }

  @Test
  void cancelledOrder_givesEverythingBackOnce() {
    Promotion coupon = shop.coupon(10);
    Purchase purchase = new Purchase(shop, 10).with(coupon);
    Order order = purchase.place("tok_approve");

    Order cancelled = purchase.buyer.cancel(order.getId());
    Order again = purchase.buyer.cancel(order.getId());

    assertThat(cancelled.getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_CANCELLED);
    assertThat(again.getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_CANCELLED);
    purchase.end();
    assertThat(shop.provider(order.getId()))
        .containsExactly("authorize done 3490", "capture done 3490", "refund done 3490");
    assertThat(shop.left(purchase.product)).isEqualTo(10);
    assertThat(shop.uses(coupon)).isZero();
    assertThat(purchase.buyer.points()).isZero();
    assertThat(shop.shipment(order.getId())).isEqualTo("CANCELLED");
  }

  @Test
  void pieces_comeBackOneByOne_atTheirStoredShares() {
    Purchase purchase = new Purchase(shop, 10).with(shop.coupon(0));
    Order order = purchase.place("tok_approve");
    purchase.end();

    var _ = purchase.buyer.giveBack(order.getId(), "first", false);
    var _ = purchase.buyer.giveBack(order.getId(), "second", true);

    purchase.end();
    assertThat(shop.provider(order.getId()))
        .containsExactly(
            "authorize done 3490", "capture done 3490", "refund done 1500", "refund done 1990");
    assertThat(shop.left(purchase.product)).isEqualTo(10);
    assertThat(purchase.buyer.points()).isZero();
  }

  @Test
  void manyPostsOfOneKey_haveOneEffect_andOneAnswer() {
    Purchase purchase = new Purchase(shop, 10);

    List<String> answers =
        Together.run(64, _ -> Buyer.patientAnswer(() -> purchase.place("tok_approve")));

    assertThat(answers.stream().distinct()).hasSize(1).allMatch(told -> told.startsWith("order "));
    purchase.assertConfirmed(4_490);
  }

  /** Case 10. */
  @Test
  void cart_isOrderedOnce_whateverKeysArrive() {
    Purchase purchase = new Purchase(shop, 10);

    List<String> answers =
        Together.run(
            16,
            number ->
                Buyer.patientAnswer(
                    () -> purchase.buyer.place(purchase.offer, "tok_approve", "key" + number)));

    Order order = purchase.end();
    assertThat(answers.stream().filter(told -> told.startsWith("order "))).hasSize(1);
    assertThat(answers.stream().filter(told -> !told.startsWith("order ")))
        .containsOnly("CART_ORDERED " + order.getId());
    purchase.assertConfirmed(4_490);
  }

  /** Case 15. */
  @Test
  void coupon_isUsedAsOftenAsItMayBe_howeverManyWantIt() {
    Promotion coupon = shop.coupon(10);
    String product = shop.product(5_000, 1_000);
    List<Supplier<String>> posts = new ArrayList<>();
    for (int number = 0; number < 64; number++) {
      Buyer buyer = Buyer.guest(shop);
      Offer offer =
          buyer.offer(buyer.withCode(buyer.cart(product, 1), coupon.getCouponCode()), "pickup");
      assertThat(offer.getTotals().getTotalMinor()).isEqualTo(4_000);
      posts.add(() -> Buyer.patientAnswer(() -> buyer.place(offer, "tok_approve", "key")));
    }

    Map<String, Long> answers =
        Together.run(64, number -> posts.get(number).get().replaceFirst("order .*", "order"))
            .stream()
            .collect(groupingBy(Function.identity(), counting()));

    assertThat(answers)
        .containsExactlyInAnyOrderEntriesOf(Map.of("order", 10L, "COUPON_SPENT", 54L));
    assertThat(shop.uses(coupon)).isEqualTo(10);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(shop.left(product)).isEqualTo(990));
    assertThat(
            shop.count(
                "SELECT sum(captured_minor) FROM orders.orders JOIN orders.order_lines USING"
                    + " (order_id) WHERE product_id = '%s'",
                product))
        .isEqualTo(40_000);
  }

  /** Everything off, fetched: nothing to pay. */
  private Order free(Buyer buyer, String product, int quantity) {
    Promotion all =
        shop.coupon(0).toBuilder().clearAmountMinor().setPercentBasisPoints(10_000).build();
    shop.grant(all);
    Offer offer =
        buyer.offer(buyer.withCode(buyer.cart(product, quantity), all.getCouponCode()), "pickup");
    assertThat(offer.getTotals().getTotalMinor()).isZero();
    return buyer.place(offer, "", "key");
  }
}
