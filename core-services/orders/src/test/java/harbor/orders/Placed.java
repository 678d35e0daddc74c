package harbor.orders;

import static harbor.orders.OrdersShop.cart;
import static harbor.orders.OrdersShop.request;
import static harbor.orders.OrdersShop.stub;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.kit.client.Caller;
import harbor.orders.v1.GetOrderRequest;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderStatus;
import harbor.shipping.v1.ShipmentStatus;
import java.util.concurrent.atomic.AtomicInteger;

/** An order that a test places, with a customer, a key and a cart of its own, and what it costs. */
final class Placed {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  final OrdersShop orders;
  final Caller customer = Caller.user("customer-%04d".formatted(NUMBER.incrementAndGet()));
  final String key = "key-" + NUMBER.get();
  final String cart = cart();
  final String offer;
  private final int stockBefore;
  private final long usesBefore;

  Placed(OrdersShop orders, long total) {
    this.orders = orders;
    this.offer = orders.shop.offer(cart, 7, total);
    this.stockBefore = orders.shop.left("p-1");
    this.usesBefore = orders.shop.uses();
  }

  /** Places it at the first instance. */
  Order place(String cardToken) {
    return place(cardToken, key);
  }

  /** The same with another key. */
  Order place(String cardToken, String otherKey) {
    return stub(orders.first, customer, otherKey).placeOrder(request(offer, cardToken)).getOrder();
  }

  /** As the second instance has it. */
  Order now(String id) {
    return stub(orders.second, customer, "unused")
        .getOrder(GetOrderRequest.newBuilder().setOrderId(id).build())
        .getOrder();
  }

  /** The only order of its cart, however it stands. */
  String id() {
    return orders.text("SELECT order_id FROM orders.orders WHERE cart_id = '" + cart + "'");
  }

  /** Nothing of its order is under way any more. */
  void awaitEnd() {
    await()
        .until(
            () ->
                orders.count(
                        "SELECT count(*) FROM orders.sagas JOIN orders.orders USING (order_id)"
                            + " WHERE NOT ended AND cart_id = '"
                            + cart
                            + "'")
                    == 0);
  }

  /** Paid once, sent once, and taken out of the cart. */
  void assertConfirmed(Order order, long total) {
    assertThat(order.getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_CONFIRMED);
    assertThat(order.getTotals().getCapturedMinor()).isEqualTo(total);
    assertThat(orders.shop.ledger(order.getId()))
        .containsExactly("authorize " + total, "capture " + total);
    assertThat(orders.shop.left("p-1")).isEqualTo(stockBefore - 3);
    assertThat(orders.shop.uses()).isEqualTo(usesBefore + 1);
    assertThat(orders.shop.shipments)
        .containsEntry(order.getId(), ShipmentStatus.SHIPMENT_STATUS_RELEASED);
    assertThat(orders.shop.pieces(cart)).containsExactly(1);
    assertThat(orders.accounts.of(order.getId())).isEqualTo(total / 100);
    assertThat(orders.count("SELECT count(*) FROM orders.orders WHERE cart_id = '" + cart + "'"))
        .isOne();
    assertThat(mails(order.getId())).isOne();
  }

  /** Nothing is held or taken, everything is where it was. */
  void assertUndone(Order order, OrderStatus status, String reason) {
    assertThat(order.getStatus()).isEqualTo(status);
    assertThat(order.getEndedReason()).isEqualTo(reason);
    assertThat(orders.shop.money(order.getId())).isZero();
    assertThat(orders.shop.left("p-1")).isEqualTo(stockBefore);
    assertThat(orders.shop.uses()).isEqualTo(usesBefore);
    assertThat(orders.shop.shipments.get(order.getId()))
        .isIn(null, ShipmentStatus.SHIPMENT_STATUS_CANCELLED);
    assertThat(orders.accounts.of(order.getId())).isZero();
  }

  /** Messages of an order that are written to be sent. */
  long mails(String id) {
    return orders.count("SELECT count(*) FROM orders.mails WHERE order_id = '" + id + "'");
  }
}
