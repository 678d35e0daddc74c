package harbor.scripted;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import harbor.orders.v1.BatchGetOrdersResponse;
import harbor.orders.v1.CancelAnyOrderResponse;
import harbor.orders.v1.CancelOrderResponse;
import harbor.orders.v1.GetOrderResponse;
import harbor.orders.v1.ListOrdersResponse;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderLine;
import harbor.orders.v1.OrderReturn;
import harbor.orders.v1.OrderShipping;
import harbor.orders.v1.OrderStatus;
import harbor.orders.v1.OrderTotals;
import harbor.orders.v1.OrdersServiceGrpc;
import harbor.orders.v1.PlaceOrderResponse;
import harbor.orders.v1.RefundAnyOrderResponse;
import harbor.orders.v1.ReturnPiecesResponse;
import harbor.orders.v1.ReturnedLine;
import harbor.orders.v1.StatusChange;
import harbor.shop.v1.Destination;
import harbor.shop.v1.PostalAddress;
import io.grpc.MethodDescriptor;
import java.util.Map;

/** What the orders know of one order. */
public final class CoreOrder {
  /** Its id. */
  public static final String ID = "orderorderorderorder01";

  private CoreOrder() {}

  /** On its way: two products with a coupon, of which a piece came back. */
  public static Order ordinary() {
    return Order.newBuilder()
        .setId(ID)
        .setStatus(OrderStatus.ORDER_STATUS_SHIPPED)
        .addLines(line(1, "HB1001", "Desk lamp", 2, 1_999, 400, 3_598, 574, 1))
        .addLines(line(2, "HB9999", "", 1, 500, 0, 500, 80, 0))
        .addCouponCodes("SPRING")
        .setAddress(
            PostalAddress.newBuilder()
                .setName("Ada Example")
                .addLines("Marktstraße 1")
                .setCity("Köln")
                .setDestination(Destination.newBuilder().setCountry("DE").setPostalCode("50667")))
        .setShipping(
            OrderShipping.newBuilder()
                .setMethod("standard")
                .setGrossMinor(490)
                .setTaxMinor(78)
                .setEarliest("2027-03-03")
                .setLatest("2027-03-05")
                .setTrackingNumber("HX123"))
        .setTotals(
            OrderTotals.newBuilder()
                .setListMinor(4_498)
                .setDiscountMinor(400)
                .setShippingMinor(490)
                .setTaxMinor(732)
                .setTotalMinor(4_588)
                .setCapturedMinor(4_588)
                .setRefundedMinor(1_799))
        .setCurrency("EUR")
        .setCountry("DE")
        .setLocale("de-DE")
        .setPointsEarned(22)
        .addHistory(status(OrderStatus.ORDER_STATUS_PLACED, 1_804_063_600))
        .addHistory(status(OrderStatus.ORDER_STATUS_CONFIRMED, 1_804_063_601))
        .addHistory(status(OrderStatus.ORDER_STATUS_SHIPPED, 1_804_150_000))
        .addReturns(
            OrderReturn.newBuilder()
                .setId("returnreturnreturnre01")
                .addLines(ReturnedLine.newBuilder().setNumber(1).setQuantity(1))
                .setRestocked(true)
                .setRefundedMinor(1_799)
                .setTaxMinor(287)
                .setAt(Timestamp.newBuilder().setSeconds(1_804_236_400).build()))
        .setPlacedAt(Timestamp.newBuilder().setSeconds(1_804_063_600).build())
        .setCartId("cartcartcartcartcart01")
        .setCartVersion(3)
        .build();
  }

  /** Its steps are under way. */
  public static Order placed() {
    return ordinary().toBuilder()
        .setStatus(OrderStatus.ORDER_STATUS_PLACED)
        .clearReturns()
        .clearHistory()
        .addHistory(status(OrderStatus.ORDER_STATUS_PLACED, 1_804_063_600))
        .build();
  }

  /** Everything was given back. */
  public static Order cancelled() {
    return ordinary().toBuilder()
        .setStatus(OrderStatus.ORDER_STATUS_CANCELLED)
        .setEndedReason("CANCELLED_BY_CUSTOMER")
        .clearReturns()
        .build();
  }

  /** Whatever is done to it. */
  static Map<MethodDescriptor<?, ?>, Message> answers() {
    Order order = ordinary();
    return Map.of(
        OrdersServiceGrpc.getPlaceOrderMethod(),
            PlaceOrderResponse.newBuilder().setOrder(order).build(),
        OrdersServiceGrpc.getGetOrderMethod(),
            GetOrderResponse.newBuilder().setOrder(order).build(),
        OrdersServiceGrpc.getListOrdersMethod(),
            ListOrdersResponse.newBuilder()
                .addOrders(order)
                .addOrders(cancelled())
                .setNextPageToken("next")
                .build(),
        OrdersServiceGrpc.getBatchGetOrdersMethod(),
            BatchGetOrdersResponse.newBuilder().addOrders(order).build(),
        OrdersServiceGrpc.getCancelOrderMethod(),
            CancelOrderResponse.newBuilder().setOrder(cancelled()).build(),
        OrdersServiceGrpc.getCancelAnyOrderMethod(),
            CancelAnyOrderResponse.newBuilder().setOrder(cancelled()).build(),
        OrdersServiceGrpc.getReturnPiecesMethod(),
            ReturnPiecesResponse.newBuilder().setOrder(order).build(),
        OrdersServiceGrpc.getRefundAnyOrderMethod(),
            RefundAnyOrderResponse.newBuilder().setOrder(order).build());
  }

  private static OrderLine line(
      int number,
      String product,
      String name,
      int quantity,
      long unit,
      long discount,
      long gross,
      long tax,
      int returned) {
    return OrderLine.newBuilder()
        .setNumber(number)
        .setProductId(product)
        .setName(name)
        .setQuantity(quantity)
        .setUnitMinor(unit)
        .setDiscountMinor(discount)
        .setGrossMinor(gross)
        .setTaxMinor(tax)
        .setReturned(returned)
        .build();
  }

  private static StatusChange status(OrderStatus status, long seconds) {
    return StatusChange.newBuilder()
        .setStatus(status)
        .setAt(Timestamp.newBuilder().setSeconds(seconds).build())
        .build();
  }
}
