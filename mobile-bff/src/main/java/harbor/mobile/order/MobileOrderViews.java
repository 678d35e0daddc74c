package harbor.mobile.order;

import harbor.catalog.v1.Product;
import harbor.kit.bff.media.MediaUrls;
import harbor.mobile.v1.Order;
import harbor.mobile.v1.OrderCard;
import harbor.mobile.v1.OrderDelivery;
import harbor.mobile.v1.OrderLine;
import harbor.mobile.v1.OrderReturn;
import harbor.mobile.v1.OrderTotals;
import harbor.mobile.v1.Orders;
import harbor.orders.v1.ListOrdersResponse;
import harbor.orders.v1.OrderShipping;
import harbor.screens.Known;
import harbor.screens.order.OrderViews;
import org.jspecify.annotations.Nullable;

/** Orders on the phone: what is not known is absent. */
public final class MobileOrderViews {
  private static final int THUMBNAIL = 120;

  private final MediaUrls media;

  private MobileOrderViews(MediaUrls media) {
    this.media = media;
  }

  /** With pictures from there. */
  public static OrderViews<Order, Orders> of(MediaUrls media) {
    MobileOrderViews views = new MobileOrderViews(media);
    return new OrderViews<>(
        Order.class,
        (content, _) -> views.view(content),
        Order::getId,
        Order::getPending,
        Orders.class,
        (page, _) -> page(page));
  }

  Order view(OrderViews.Content content) {
    harbor.orders.v1.Order order = content.order();
    Order.Builder view =
        Order.newBuilder()
            .setId(order.getId())
            .setStatus(OrderViews.status(order.getStatus()))
            .setPending(content.isPending())
            .setPlacedAt(order.getPlacedAt())
            .setCurrency(order.getCurrency())
            .setTotals(totals(order.getTotals()))
            .setPoints(minor(order.getPointsEarned()));
    add(view.getDeliveryBuilder(), order.getShipping());
    Known.text(order.getEndedReason(), view::setEndedReason);
    order
        .getLinesList()
        .forEach(line -> view.addLines(line(line, content.cards().get(line.getProductId()))));
    order
        .getReturnsList()
        .forEach(
            some ->
                view.addReturns(
                    OrderReturn.newBuilder()
                        .setId(some.getId())
                        .setAt(some.getAt())
                        .setRefundedMinor(minor(some.getRefundedMinor()))));
    return view.build();
  }

  private OrderLine line(harbor.orders.v1.OrderLine line, @Nullable Product card) {
    OrderLine.Builder view =
        OrderLine.newBuilder()
            .setNumber(line.getNumber())
            .setProductId(line.getProductId())
            .setQuantity(line.getQuantity())
            .setAmountMinor(minor(line.getGrossMinor()))
            .setReturned(line.getReturned());
    Known.text(line.getName(), view::setName);
    if (card != null && card.getImagesCount() > 0) {
      view.setImage(media.url(card.getImages(0).getUrl(), THUMBNAIL));
    }
    return view.build();
  }

  private static OrderTotals totals(harbor.orders.v1.OrderTotals totals) {
    return OrderTotals.newBuilder()
        .setGoodsMinor(minor(totals.getListMinor()))
        .setDiscountMinor(minor(totals.getDiscountMinor()))
        .setShippingMinor(minor(totals.getShippingMinor()))
        .setTaxMinor(minor(totals.getTaxMinor()))
        .setTotalMinor(minor(totals.getTotalMinor()))
        .setRefundedMinor(minor(totals.getRefundedMinor()))
        .build();
  }

  private static void add(OrderDelivery.Builder view, OrderShipping shipping) {
    view.setMethod(shipping.getMethod());
    Known.text(shipping.getEarliest(), view::setEarliest);
    Known.text(shipping.getLatest(), view::setLatest);
    Known.text(shipping.getTrackingNumber(), view::setTrackingNumber);
  }

  static Orders page(ListOrdersResponse page) {
    Orders.Builder view = Orders.newBuilder();
    page.getOrdersList().forEach(order -> view.addOrders(card(order)));
    Known.text(page.getNextPageToken(), view::setNextPageToken);
    return view.build();
  }

  private static OrderCard card(harbor.orders.v1.Order order) {
    OrderCard.Builder view =
        OrderCard.newBuilder()
            .setId(order.getId())
            .setStatus(OrderViews.status(order.getStatus()))
            .setPlacedAt(order.getPlacedAt())
            .setTotalMinor(minor(order.getTotals().getTotalMinor()))
            .setCurrency(order.getCurrency())
            .setItemCount(OrderViews.itemCount(order));
    Known.text(order.getShipping().getLatest(), view::setDeliveryLatest);
    return view.build();
  }

  private static int minor(long amount) {
    return Math.toIntExact(amount);
  }
}
