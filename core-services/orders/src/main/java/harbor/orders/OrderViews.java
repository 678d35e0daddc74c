package harbor.orders;

import harbor.kit.service.row.Money;
import harbor.kit.service.row.Timestamps;
import harbor.orders.v1.CancelAnyOrderResponse;
import harbor.orders.v1.CancelOrderResponse;
import harbor.orders.v1.OrderLine;
import harbor.orders.v1.OrderMonth;
import harbor.orders.v1.OrderReturn;
import harbor.orders.v1.OrderShipping;
import harbor.orders.v1.OrderTotals;
import harbor.orders.v1.OwnedOrder;
import harbor.orders.v1.PlaceOrderResponse;
import harbor.orders.v1.RefundAnyOrderResponse;
import harbor.orders.v1.ReturnPiecesResponse;
import harbor.orders.v1.ReturnedLine;
import harbor.orders.v1.StatusChange;

/** Orders as contracts have them. */
final class OrderViews {
  private static final String USER = "user:";

  private OrderViews() {}

  /** An order. */
  static harbor.orders.v1.Order view(Order order) {
    harbor.orders.v1.Order.Builder view =
        harbor.orders.v1.Order.newBuilder()
            .setId(order.id())
            .setStatus(order.status())
            .setEndedReason(order.endedReason())
            .addAllCouponCodes(order.couponCodes())
            .setShipping(
                OrderShipping.newBuilder()
                    .setMethod(order.shipping().method())
                    .setGrossMinor(order.shipping().grossMinor())
                    .setTaxMinor(order.shipping().taxMinor())
                    .setEarliest(order.shipping().earliest())
                    .setLatest(order.shipping().latest())
                    .setTrackingNumber(order.shipping().trackingNumber()))
            .setTotals(
                OrderTotals.newBuilder()
                    .setListMinor(order.totals().listMinor())
                    .setDiscountMinor(order.totals().discountMinor())
                    .setShippingMinor(order.shipping().grossMinor())
                    .setTaxMinor(order.totals().taxMinor())
                    .setTotalMinor(order.totals().totalMinor())
                    .setCapturedMinor(order.totals().capturedMinor())
                    .setRefundedMinor(order.totals().refundedMinor()))
            .setCurrency(order.currency())
            .setCountry(order.country())
            .setLocale(order.locale())
            .setPointsEarned(order.pointsLeft())
            .setPlacedAt(Timestamps.of(order.placedAt()))
            .setIsHistory(order.isHistory())
            .setCartId(order.cartId())
            .setCartVersion(order.cartVersion())
            .setAudit(order.audit().message());
    if (order.address().isPresent()) {
      view.setAddress(AddressRequests.address(order));
    }
    order.lines().forEach(line -> view.addLines(view(line)));
    order
        .history()
        .forEach(
            status ->
                view.addHistory(
                    StatusChange.newBuilder()
                        .setStatus(status.status())
                        .setAt(Timestamps.of(status.at()))));
    order.returns().forEach(some -> view.addReturns(view(some)));
    return view.build();
  }

  private static OrderLine view(Order.Line line) {
    return OrderLine.newBuilder()
        .setNumber(line.number())
        .setProductId(line.productId())
        .setName(line.name())
        .setQuantity(line.quantity())
        .setUnitMinor(line.unitMinor())
        .setDiscountMinor(line.discountMinor())
        .setGrossMinor(line.grossMinor())
        .setTaxMinor(line.taxMinor())
        .setReturned(line.returned())
        .build();
  }

  private static OrderReturn view(Order.Return some) {
    OrderReturn.Builder view =
        OrderReturn.newBuilder()
            .setId(some.id())
            .setWithShipping(some.withShipping())
            .setRestocked(some.restock())
            .setRefundedMinor(some.refundedMinor())
            .setTaxMinor(some.taxMinor())
            .setAt(Timestamps.of(some.at()));
    some.lines()
        .forEach(
            line ->
                view.addLines(
                    ReturnedLine.newBuilder()
                        .setNumber(line.number())
                        .setQuantity(line.quantity())));
    return view.build();
  }

  /** An order and whose it is. */
  static OwnedOrder owned(Order order) {
    OwnedOrder.Builder owned =
        OwnedOrder.newBuilder()
            .setOrder(view(order))
            .setSubject(order.owner())
            .setNeedsReview(order.review().isNeeded())
            .addAllReviewReasons(order.review().reasons());
    if (order.owner().startsWith(USER)) {
      owned.setUserId(order.owner().substring(USER.length()));
    }
    return owned.build();
  }

  /** Orders of one month. */
  static OrderMonth month(PostgresMonths.Month month) {
    OrderMonth.Builder view =
        OrderMonth.newBuilder()
            .setMonth(month.month().toString())
            .setOrders(month.orders())
            .setPieces(month.pieces())
            .addAllSpent(month.spent().stream().map(Money::message).toList());
    month.deliveryDays().ifPresent(view::setDeliveryDays);
    return view.build();
  }

  /** Answers PlaceOrder. */
  static PlaceOrderResponse placed(Order order) {
    return PlaceOrderResponse.newBuilder().setOrder(view(order)).build();
  }

  /** Answers CancelOrder. */
  static CancelOrderResponse cancelled(Order order) {
    return CancelOrderResponse.newBuilder().setOrder(view(order)).build();
  }

  /** Answers CancelAnyOrder. */
  static CancelAnyOrderResponse cancelledAny(Order order) {
    return CancelAnyOrderResponse.newBuilder().setOrder(view(order)).build();
  }

  /** Answers ReturnPieces. */
  static ReturnPiecesResponse returned(Order order) {
    return ReturnPiecesResponse.newBuilder().setOrder(view(order)).build();
  }

  /** Answers RefundAnyOrder. */
  static RefundAnyOrderResponse refunded(Order order) {
    return RefundAnyOrderResponse.newBuilder().setOrder(view(order)).build();
  }

  /** As watchers are told of it. */
  static String watched(String owner, String orderId) {
    return owner + " " + orderId;
  }
}
