package harbor.e2e.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import harbor.carts.v1.Cart;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderStatus;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.Promotion;
import io.grpc.StatusRuntimeException;
import java.time.Duration;

/** A user, a product of their own at 2,000, and a cart with two of it. */
final class Purchase {
  /** Longer than anything takes that goes on by itself. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  final Buyer buyer;
  final String product;
  Cart cart;
  Offer offer;
  private final Shop shop;
  private final int pieces;

  Purchase(Shop shop, int pieces) {
    this.shop = shop;
    this.pieces = pieces;
    buyer = Buyer.user(shop);
    product = shop.product(2_000, pieces);
    cart = buyer.cart(product, 2);
    offer = buyer.offer(cart);
  }

  /** The same with a coupon. */
  Purchase with(Promotion coupon) {
    cart = buyer.withCode(cart, coupon.getCouponCode());
    offer = buyer.offer(cart);
    return this;
  }

  Order place(String card) {
    return buyer.place(offer, card, "key");
  }

  /** Places it, and does not wait for its end: an order that is under way. */
  Order begin(String card) {
    return await()
        .atMost(PATIENCE)
        .ignoreException(StatusRuntimeException.class)
        .until(
            () -> buyer.place(offer.getId(), card, "key", Duration.ofMillis(1_500)), order -> true);
  }

  /** What placing it is answered with. */
  String answer(String card) {
    return Buyer.answer(() -> place(card));
  }

  /** The refusal of placing it. */
  StatusRuntimeException refusal(String card) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> place(card));
  }

  /** The last order of the cart. */
  Order order() {
    return buyer.order(
        shop.text(
            "SELECT order_id FROM orders.orders WHERE cart_id = '%s'"
                + " ORDER BY placed_at DESC LIMIT 1",
            cart.getId()));
  }

  /** The same when nothing of it is under way any more. */
  Order end() {
    await().atMost(PATIENCE).until(() -> shop.underWay(order().getId()) == 0);
    return order();
  }

  /** Paid once, and gone from stock and cart. */
  void assertConfirmed(long total) {
    Order order = end();
    assertThat(order.getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_CONFIRMED);
    assertThat(order.getTotals().getTotalMinor()).isEqualTo(total);
    assertThat(order.getTotals().getCapturedMinor()).isEqualTo(total);
    assertThat(shop.provider(order.getId()))
        .containsExactly("authorize done " + total, "capture done " + total);
    assertThat(shop.left(product)).isEqualTo(pieces - 2);
    assertThat(buyer.now(cart).getLinesList()).isEmpty();
    assertThat(shop.shipment(order.getId())).isEqualTo("RELEASED");
    assertThat(buyer.points()).isEqualTo(order.getPointsEarned());
    await().atMost(PATIENCE).until(() -> shop.mails(order.getId()) == 1);
  }

  /** Nothing is kept, held or taken, and the cart is as it was. */
  void assertRefused(String reason) {
    Order order = end();
    assertThat(order.getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_REFUSED);
    assertThat(order.getEndedReason()).isEqualTo(reason);
    assertThat(buyer.now(cart)).isEqualTo(cart);
    assertThat(shop.mails(order.getId())).isZero();
    assertNothingIsLeft(order);
  }

  /** Everything was given back. */
  void assertCancelled() {
    Order order = end();
    assertThat(order.getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_CANCELLED);
    assertNothingIsLeft(order);
  }

  private void assertNothingIsLeft(Order order) {
    assertThat(shop.net(order.getId())).isZero();
    assertThat(shop.left(product)).isEqualTo(pieces);
    assertThat(shop.shipment(order.getId())).isIn("", "CANCELLED");
    assertThat(buyer.points()).isZero();
  }
}
