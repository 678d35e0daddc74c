package harbor.web.order;

import harbor.catalog.v1.Product;
import harbor.kit.bff.media.MediaUrls;
import harbor.orders.v1.ListOrdersResponse;
import harbor.orders.v1.OrderShipping;
import harbor.screens.Known;
import harbor.screens.order.OrderViews;
import harbor.shop.v1.PostalAddress;
import harbor.type.v1.Money;
import harbor.web.edge.PriceViews;
import harbor.web.edge.ProductLinks;
import harbor.web.v1.Order;
import harbor.web.v1.OrderAddress;
import harbor.web.v1.OrderCard;
import harbor.web.v1.OrderDelivery;
import harbor.web.v1.OrderLine;
import harbor.web.v1.OrderReturn;
import harbor.web.v1.OrderReturnLine;
import harbor.web.v1.OrderStatusChange;
import harbor.web.v1.OrderTotals;
import harbor.web.v1.Orders;
import harbor.web.v1.Price;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Orders in the browser: what is not known is absent. */
public final class WebOrderViews {
  private static final int PICTURE = 400;
  private static final int MAX_NAMES = 3;

  private final MediaUrls media;

  private WebOrderViews(MediaUrls media) {
    this.media = media;
  }

  /** With pictures from there. */
  public static OrderViews<Order, Orders> of(MediaUrls media) {
    return new OrderViews<>(
        Order.class,
        new WebOrderViews(media)::view,
        Order::getId,
        Order::getPending,
        Orders.class,
        WebOrderViews::page);
  }

  /** Amounts of one order in one language. */
  private record Prices(String currency, Locale language) {
    Price of(long minor) {
      return PriceViews.price(
          Money.newBuilder().setMinor(minor).setCurrency(currency).build(), language);
    }
  }

  Order view(OrderViews.Content content, Locale language) {
    harbor.orders.v1.Order order = content.order();
    Prices prices = new Prices(order.getCurrency(), language);
    Order.Builder view =
        Order.newBuilder()
            .setId(order.getId())
            .setStatus(OrderViews.status(order.getStatus()))
            .setPlacedAt(order.getPlacedAt())
            .setPending(content.isPending())
            .setTotals(totals(order.getTotals(), prices))
            .addAllCouponCodes(order.getCouponCodesList())
            .setPoints(Math.toIntExact(order.getPointsEarned()));
    add(view.getDeliveryBuilder(), order.getShipping());
    Known.text(order.getEndedReason(), view::setEndedReason);
    if (order.hasAddress()) {
      view.setAddress(address(order.getAddress()));
    }
    order
        .getHistoryList()
        .forEach(
            change ->
                view.addHistory(
                    OrderStatusChange.newBuilder()
                        .setStatus(OrderViews.status(change.getStatus()))
                        .setAt(change.getAt())));
    order
        .getLinesList()
        .forEach(
            line -> view.addLines(line(line, content.cards().get(line.getProductId()), prices)));
    order.getReturnsList().forEach(some -> view.addReturns(returned(some, prices)));
    return view.build();
  }

  private OrderLine line(harbor.orders.v1.OrderLine line, @Nullable Product card, Prices prices) {
    OrderLine.Builder view =
        OrderLine.newBuilder()
            .setNumber(line.getNumber())
            .setProductId(line.getProductId())
            .setQuantity(line.getQuantity())
            .setUnit(prices.of(line.getUnitMinor()))
            .setAmount(prices.of(line.getGrossMinor()))
            .setTax(prices.of(line.getTaxMinor()))
            .setReturned(line.getReturned())
            .setLink(ProductLinks.of(line.getProductId()));
    Known.text(line.getName(), view::setName);
    if (line.getDiscountMinor() > 0) {
      view.setDiscount(prices.of(line.getDiscountMinor()));
    }
    if (card != null && card.getImagesCount() > 0) {
      view.setImageUrl(media.url(card.getImages(0).getUrl(), PICTURE));
    }
    return view.build();
  }

  private static OrderTotals totals(harbor.orders.v1.OrderTotals totals, Prices prices) {
    OrderTotals.Builder view =
        OrderTotals.newBuilder()
            .setGoods(prices.of(totals.getListMinor()))
            .setShipping(prices.of(totals.getShippingMinor()))
            .setTax(prices.of(totals.getTaxMinor()))
            .setTotal(prices.of(totals.getTotalMinor()));
    if (totals.getDiscountMinor() > 0) {
      view.setDiscount(prices.of(totals.getDiscountMinor()));
    }
    if (totals.getCapturedMinor() > 0) {
      view.setPaid(prices.of(totals.getCapturedMinor()));
    }
    if (totals.getRefundedMinor() > 0) {
      view.setRefunded(prices.of(totals.getRefundedMinor()));
    }
    return view.build();
  }

  private static OrderAddress address(PostalAddress address) {
    OrderAddress.Builder view =
        OrderAddress.newBuilder()
            .setName(address.getName())
            .addAllLines(address.getLinesList())
            .setCity(address.getCity())
            .setCountry(address.getDestination().getCountry());
    Known.text(address.getDestination().getRegion(), view::setRegion);
    Known.text(address.getDestination().getPostalCode(), view::setPostalCode);
    Known.text(address.getPhone(), view::setPhone);
    return view.build();
  }

  private static void add(OrderDelivery.Builder view, OrderShipping shipping) {
    view.setMethod(shipping.getMethod());
    Known.text(shipping.getEarliest(), view::setEarliest);
    Known.text(shipping.getLatest(), view::setLatest);
    Known.text(shipping.getTrackingNumber(), view::setTrackingNumber);
  }

  private static OrderReturn returned(harbor.orders.v1.OrderReturn some, Prices prices) {
    OrderReturn.Builder view =
        OrderReturn.newBuilder()
            .setId(some.getId())
            .setAt(some.getAt())
            .setWithShipping(some.getWithShipping())
            .setRefunded(prices.of(some.getRefundedMinor()));
    some.getLinesList()
        .forEach(
            line ->
                view.addLines(
                    OrderReturnLine.newBuilder()
                        .setNumber(line.getNumber())
                        .setQuantity(line.getQuantity())));
    return view.build();
  }

  static Orders page(ListOrdersResponse page, Locale language) {
    Orders.Builder view = Orders.newBuilder();
    page.getOrdersList().forEach(order -> view.addOrders(card(order, language)));
    Known.text(page.getNextPageToken(), view::setNextPageToken);
    return view.build();
  }

  /** An order in a list. */
  public static OrderCard card(harbor.orders.v1.Order order, Locale language) {
    OrderCard.Builder view =
        OrderCard.newBuilder()
            .setId(order.getId())
            .setStatus(OrderViews.status(order.getStatus()))
            .setPlacedAt(order.getPlacedAt())
            .setTotal(
                new Prices(order.getCurrency(), language).of(order.getTotals().getTotalMinor()))
            .setItemCount(OrderViews.itemCount(order));
    order.getLinesList().stream()
        .map(harbor.orders.v1.OrderLine::getName)
        .filter(name -> !name.isEmpty())
        .limit(MAX_NAMES)
        .forEach(view::addNames);
    Known.text(order.getShipping().getLatest(), view::setDeliveryLatest);
    Known.text(order.getShipping().getTrackingNumber(), view::setTrackingNumber);
    return view.build();
  }
}
