package harbor.orders;

import static harbor.orders.OrdersShop.admin;
import static harbor.orders.OrdersShop.stub;
import static harbor.orders.PlaceOrderIT.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.kit.client.Caller;
import harbor.kit.runtime.AuditLog;
import harbor.kit.testing.LogCapture;
import harbor.orders.FakeShop.Fault;
import harbor.orders.v1.CancelAnyOrderRequest;
import harbor.orders.v1.CancelOrderRequest;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderReturn;
import harbor.orders.v1.OrderStatus;
import harbor.orders.v1.RefundAnyOrderRequest;
import harbor.orders.v1.RefundAnyOrderResponse;
import harbor.orders.v1.ReturnPiecesRequest;
import harbor.orders.v1.ReturnedLine;
import harbor.shipping.v1.ShipmentStatus;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What becomes of orders afterwards: cancelled, returned, refunded. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AfterOrderIT {
  private static final long TOTAL = 4_990;

  private final OrdersShop orders = new OrdersShop();
  private final FakeShop shop = orders.shop;

  @AfterAll
  void close() {
    orders.close();
  }

  @Test
  void order_isCancelled_once_andEverythingIsGivenBack() {
    Placed placed = confirmed(TOTAL);
    String id = placed.id();

    Order cancelled = cancel(placed, "one");
    Order again = cancel(placed, "two");

    assertThat(again.getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_CANCELLED);
    assertThat(cancelled.getTotals().getRefundedMinor()).isEqualTo(TOTAL);
    assertThat(cancelled.getPointsEarned()).isZero();
    placed.awaitEnd();
    placed.assertUndone(
        placed.now(id), OrderStatus.ORDER_STATUS_CANCELLED, "CANCELLED_BY_CUSTOMER");
    assertThat(shop.ledger(id)).containsExactly("authorize 4990", "capture 4990", "refund 4990");
  }

  @Test
  void order_isNotCancelled_onceItLeft_butByAnAdministrator() {
    Placed placed = confirmed(TOTAL);
    int stock = shop.left("p-1");
    shop.shipments.put(placed.id(), ShipmentStatus.SHIPMENT_STATUS_HANDED_OVER);

    assertRefused(() -> cancel(placed, "one"), Status.Code.FAILED_PRECONDITION, "ORDER_LEFT");
    assertRefused(() -> cancel(placed, "one"), Status.Code.FAILED_PRECONDITION, "ORDER_LEFT");
    orders.later(10);
    orders.second.runTimer("follow-shipments");
    await().until(() -> placed.now(placed.id()).getStatus() == OrderStatus.ORDER_STATUS_SHIPPED);
    assertThat(placed.now(placed.id()).getShipping().getTrackingNumber()).isEqualTo("T-1");
    assertRefused(() -> cancel(placed, "two"), Status.Code.FAILED_PRECONDITION, "ORDER_LEFT");
    Order cancelled = cancelAny(placed.id(), "shop");

    assertThat(cancelled.getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_CANCELLED);
    assertThat(cancelled.getEndedReason()).isEqualTo("CANCELLED_BY_SHOP");
    assertThat(shop.money(placed.id())).isZero();
    assertThat(shop.left("p-1")).isEqualTo(stock);
  }

  @Test
  void refusedOrder_cannotBeCancelled() {
    Placed placed = new Placed(orders, TOTAL);
    assertRefused(
        () -> placed.place("tok_declined"), Status.Code.FAILED_PRECONDITION, "PAYMENT_DECLINED");

    assertRefused(() -> cancel(placed, "one"), Status.Code.FAILED_PRECONDITION, "ORDER_ENDED");
  }

  /** Case 4: the money was taken, nobody knows it, and the customer cancels. */
  @Test
  void placing_isCancelled_byTheProvidersState_whenNobodyKnowsWhetherMoneyWasTaken() {
    Placed placed = new Placed(orders, 7_200);
    orders.stop.at("place.capture.called");
    CompletableFuture<Order> call = CompletableFuture.supplyAsync(() -> placed.place("tok_ok"));
    await().until(orders.stop::wasReached);

    Order cancelled = cancel(placed, "cancel");

    assertThat(cancelled.getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_CANCELLED);
    assertThat(call).succeedsWithin(20, TimeUnit.SECONDS);
    assertThat(call.join().getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_CANCELLED);
    placed.assertUndone(
        placed.now(placed.id()), OrderStatus.ORDER_STATUS_CANCELLED, "CANCELLED_BY_CUSTOMER");
    assertThat(shop.ledger(placed.id()))
        .containsExactly("authorize 7200", "capture 7200", "refund 7200");
    assertThat(cancelled.getTotals().getRefundedMinor()).isEqualTo(7_200);
    assertThat(placed.mails(placed.id())).isZero();
  }

  @Test
  void placing_isCancelled_whereThereIsNothingToUndo() {
    Placed placed = new Placed(orders, TOTAL);
    orders.stop.at("place.confirm-offer.before");
    CompletableFuture<Order> call = CompletableFuture.supplyAsync(() -> placed.place("tok_ok"));
    await().until(orders.stop::wasReached);

    Order cancelled = cancel(placed, "cancel");

    assertThat(cancelled.getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_CANCELLED);
    assertThat(call).succeedsWithin(20, TimeUnit.SECONDS);
    placed.assertUndone(
        placed.now(placed.id()), OrderStatus.ORDER_STATUS_CANCELLED, "CANCELLED_BY_CUSTOMER");
  }

  /** Case 27. */
  @Test
  void freeOrder_isCancelled_withoutARefund() {
    Placed placed = new Placed(orders, 0);
    var _ = placed.place("");
    int undone = shop.calls("UndoPayment");

    Order cancelled = cancel(placed, "cancel");

    placed.assertUndone(cancelled, OrderStatus.ORDER_STATUS_CANCELLED, "CANCELLED_BY_CUSTOMER");
    assertThat(shop.calls("UndoPayment")).isEqualTo(undone);
  }

  /** Case 40: three pieces for 1000 less a share of the discount, one by one. */
  @Test
  void pieces_areRefunded_byTheirStoredShares() {
    Placed placed = confirmed(TOTAL);

    List<Long> refunds = new ArrayList<>();
    for (String key : List.of("a", "b", "c")) {
      Order order = giveBack(placed, key, 1, 1, false);
      refunds.add(order.getReturnsList().getLast().getRefundedMinor());
    }

    assertThat(refunds).containsExactly(333L, 334L, 333L);
    assertRefused(
        () -> giveBack(placed, "d", 1, 1, false),
        Status.Code.FAILED_PRECONDITION,
        "RETURN_TOO_LARGE");
    assertRefused(
        () -> giveBack(placed, "e", 9, 1, false), Status.Code.INVALID_ARGUMENT, "INVALID_LINES");
    placed.awaitEnd();
    assertThat(orders.accounts.of(placed.id())).isEqualTo(39);
    assertThat(placed.now(placed.id()).getPointsEarned()).isEqualTo(39);
  }

  /** Case 42. */
  @Test
  void shipping_isGivenBackOnce() {
    Placed placed = confirmed(TOTAL);

    Order order = giveBack(placed, "a", 2, 1, true);
    assertThat(order.getReturnsList())
        .extracting(OrderReturn::getWithShipping)
        .containsExactly(true);

    assertRefused(
        () -> giveBack(placed, "b", 1, 1, true),
        Status.Code.FAILED_PRECONDITION,
        "SHIPPING_REFUNDED");
  }

  /** Case 39: what is asked for at once never passes what there is. */
  @Test
  void pieces_areGivenBackOnce_howeverManyAskAtOnce() {
    Placed placed = confirmed(TOTAL);

    List<CompletableFuture<Order>> calls =
        List.of("a", "b", "c", "d").stream()
            .map(key -> CompletableFuture.supplyAsync(() -> giveBack(placed, key, 1, 2, false)))
            .toList();

    assertThat(calls)
        .filteredOn(
            call -> {
              call.handle((order, refused) -> order == null).join();
              return !call.isCompletedExceptionally();
            })
        .hasSize(1);
    assertThat(placed.now(placed.id()).getTotals().getRefundedMinor()).isEqualTo(667);
  }

  /** Case 33: nothing is given back twice, and what is damaged stays away. */
  @Test
  void stock_comesBackOnce_byReturnAndCancellation() {
    Placed placed = new Placed(orders, TOTAL);
    int before = shop.left("p-1");
    var _ = placed.place("tok_ok");
    placed.awaitEnd();
    var _ = giveBack(placed, "back", 1, 1, false);
    var _ = refundAny(placed.id(), "damaged");
    assertThat(shop.left("p-1")).isEqualTo(before - 2);

    Order cancelled = cancelAny(placed.id(), "one");
    var _ = cancelAny(placed.id(), "two");

    assertThat(cancelled.getTotals().getRefundedMinor()).isEqualTo(TOTAL);
    assertThat(shop.money(placed.id())).isZero();
    assertThat(shop.left("p-1")).isEqualTo(before - 1);
    placed.awaitEnd();
    assertThat(orders.accounts.of(placed.id())).isZero();
  }

  /** The counter-test: what customers do with their own orders is no act of the shop. */
  @Test
  void audit_hasALineOfEachAdministrativeAct() {
    Placed placed = new Placed(orders, TOTAL);
    var _ = placed.place("tok_ok");
    placed.awaitEnd();
    try (LogCapture audit = LogCapture.of(AuditLog.LOGGER)) {
      var _ = giveBack(placed, "own", 1, 1, false);
      var _ = refundAny(placed.id(), "shop's");
      var _ = cancelAny(placed.id(), "end");

      assertThat(audit.messages())
          .satisfiesExactly(
              line ->
                  assertThat(line).contains("act=administration", "OrdersService/RefundAnyOrder"),
              line ->
                  assertThat(line)
                      .contains("act=administration", "OrdersService/CancelAnyOrder")
                      .contains("caller=" + admin().hash())
                      .doesNotContain(placed.id()));
    }
  }

  @Test
  void refund_hasANewKey_whenItWasRefused_andTheSameWhenNobodyKnows() {
    Placed placed = confirmed(TOTAL);
    shop.fail("RefundPayment", Fault.AFTER, Fault.BEFORE);
    shop.refundRefusals.add("REFUND_REFUSED");

    var _ = giveBack(placed, "a", 2, 1, false);
    placed.awaitEnd();

    assertThat(shop.ledger(placed.id()))
        .containsExactly("authorize 4990", "capture 4990", "refund 3990");
    assertThat(placed.now(placed.id()).getTotals().getRefundedMinor()).isEqualTo(3_990);
  }

  @Test
  void order_isNotReturned_beforeItIsPaid_orByAnybodyElse() {
    Placed placed = confirmed(TOTAL);
    var _ = cancel(placed, "cancel");

    assertRefused(
        () -> giveBack(placed, "a", 1, 1, false),
        Status.Code.FAILED_PRECONDITION,
        "ORDER_NOT_PAID");
    assertRefused(
        () ->
            stub(orders.first, Caller.user("eve"), "a")
                .cancelOrder(CancelOrderRequest.newBuilder().setOrderId(placed.id()).build()),
        Status.Code.NOT_FOUND,
        "UNKNOWN_ORDER");
  }

  /** Orders go on while accounts are away: points come later. */
  @Test
  void points_areBooked_whenAccountsAreBack() {
    Placed placed = new Placed(orders, TOTAL);
    orders.accounts.fail(2);

    Order order = placed.place("tok_ok");

    assertThat(order.getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_CONFIRMED);
    placed.awaitEnd();
    placed.assertConfirmed(order, TOTAL);
  }

  private Placed confirmed(long total) {
    Placed placed = new Placed(orders, total);
    var _ = placed.place("tok_ok");
    placed.awaitEnd();
    return placed;
  }

  private Order cancel(Placed placed, String key) {
    return stub(orders.second, placed.customer, key)
        .cancelOrder(CancelOrderRequest.newBuilder().setOrderId(placed.id()).build())
        .getOrder();
  }

  private RefundAnyOrderResponse refundAny(String id, String key) {
    return stub(orders.first, admin(), key)
        .refundAnyOrder(
            RefundAnyOrderRequest.newBuilder()
                .setOrderId(id)
                .addLines(ReturnedLine.newBuilder().setNumber(1).setQuantity(1))
                .build());
  }

  private Order cancelAny(String id, String key) {
    return stub(orders.second, admin(), key)
        .cancelAnyOrder(CancelAnyOrderRequest.newBuilder().setOrderId(id).build())
        .getOrder();
  }

  private Order giveBack(Placed placed, String key, int line, int pieces, boolean withShipping) {
    return stub(orders.second, placed.customer, key)
        .returnPieces(
            ReturnPiecesRequest.newBuilder()
                .setOrderId(placed.id())
                .addLines(ReturnedLine.newBuilder().setNumber(line).setQuantity(pieces))
                .setWithShipping(withShipping)
                .build())
        .getOrder();
  }
}
