package harbor.screens.order;

import harbor.kit.bff.input.Request;
import harbor.orders.v1.CancelAnyOrderRequest;
import harbor.orders.v1.ListOrdersRequest;
import harbor.orders.v1.RefundAnyOrderRequest;
import harbor.orders.v1.ReturnedLine;
import harbor.screens.v1.CancelOrderRequest;
import harbor.screens.v1.OrderAddress;
import harbor.screens.v1.PiecesOfLine;
import harbor.screens.v1.PlaceOrderRequest;
import harbor.screens.v1.RefundOrderRequest;
import harbor.screens.v1.ReturnPiecesRequest;
import harbor.shop.v1.Destination;
import harbor.shop.v1.PostalAddress;
import java.util.List;

/** What clients ask of orders, as the core service wants to be asked. Pure. */
final class OrderRequests {
  private static final int MAX_TOKEN = 500;
  private static final int PAGE = 10;
  private static final int MAX_PAGE = 50;

  private OrderRequests() {}

  static harbor.orders.v1.PlaceOrderRequest place(PlaceOrderRequest asked) {
    harbor.orders.v1.PlaceOrderRequest.Builder request =
        harbor.orders.v1.PlaceOrderRequest.newBuilder()
            .setOfferId(asked.getOfferId())
            .setCardToken(asked.getCardToken())
            .setGuestMail(asked.getMail());
    if (asked.hasAddress()) {
      request.setAddress(address(asked.getAddress()));
    }
    return request.build();
  }

  private static PostalAddress address(OrderAddress asked) {
    return PostalAddress.newBuilder()
        .setName(asked.getName())
        .addAllLines(asked.getLinesList())
        .setCity(asked.getCity())
        .setDestination(
            Destination.newBuilder()
                .setCountry(asked.getCountry())
                .setRegion(asked.getRegion())
                .setPostalCode(asked.getPostalCode()))
        .setPhone(asked.getPhone())
        .build();
  }

  /** {@code ?pageToken=&pageSize=}. */
  static ListOrdersRequest list(Request request) {
    return ListOrdersRequest.newBuilder()
        .setPageToken(request.text("pageToken", MAX_TOKEN).orElse(""))
        .setPageSize(request.integer("pageSize", PAGE, 1, MAX_PAGE))
        .build();
  }

  static harbor.orders.v1.CancelOrderRequest cancel(CancelOrderRequest asked) {
    return harbor.orders.v1.CancelOrderRequest.newBuilder().setOrderId(asked.getId()).build();
  }

  static CancelAnyOrderRequest cancelAny(CancelOrderRequest asked) {
    return CancelAnyOrderRequest.newBuilder().setOrderId(asked.getId()).build();
  }

  static harbor.orders.v1.ReturnPiecesRequest giveBack(ReturnPiecesRequest asked) {
    return harbor.orders.v1.ReturnPiecesRequest.newBuilder()
        .setOrderId(asked.getId())
        .addAllLines(lines(asked.getLinesList()))
        .setWithShipping(asked.getWithShipping())
        .build();
  }

  static RefundAnyOrderRequest refundAny(RefundOrderRequest asked) {
    return RefundAnyOrderRequest.newBuilder()
        .setOrderId(asked.getId())
        .addAllLines(lines(asked.getLinesList()))
        .setWithShipping(asked.getWithShipping())
        .setRestock(asked.getRestock())
        .build();
  }

  private static List<ReturnedLine> lines(List<PiecesOfLine> asked) {
    return asked.stream()
        .map(
            line ->
                ReturnedLine.newBuilder()
                    .setNumber(line.getNumber())
                    .setQuantity(line.getQuantity())
                    .build())
        .toList();
  }
}
