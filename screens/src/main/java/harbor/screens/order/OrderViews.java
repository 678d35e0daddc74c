package harbor.screens.order;

import com.google.protobuf.Message;
import harbor.catalog.v1.Product;
import harbor.orders.v1.ListOrdersResponse;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderLine;
import harbor.orders.v1.OrderReturn;
import harbor.orders.v1.OrderStatus;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How one BFF shows orders, and what stands where in its view.
 *
 * @param <V> the view of one
 * @param <P> the view of a page of them
 * @param type of the view of one
 * @param view an order as clients see it, with texts for people in a language; pure
 * @param id of an order
 * @param isPending whether something of it is under way
 * @param page of the view of a page
 * @param list a page as clients see it; pure
 */
public record OrderViews<V extends Message, P extends Message>(
    Class<V> type,
    BiFunction<Content, Locale, V> view,
    Function<V, String> id,
    Predicate<V> isPending,
    Class<P> page,
    BiFunction<ListOrdersResponse, Locale, P> list) {
  /**
   * An order and what is known of the products in it.
   *
   * @param order as the core service has it
   * @param isPending whether something of it is under way
   * @param cards of its products by id, as far as they were asked for, exist and could be had
   */
  public record Content(Order order, boolean isPending, Map<String, Product> cards) {
    /** Copies the map. */
    public Content {
      cards = Map.copyOf(cards);
    }

    /** An order as it stands. */
    public static Content of(Order order, Map<String, Product> cards) {
      return new Content(
          order,
          order.getStatus() == OrderStatus.ORDER_STATUS_PLACED || isRefundUnderWay(order),
          cards);
    }

    /** An order that is to be cancelled. */
    static Content cancelled(Order order) {
      return new Content(order, order.getStatus() != OrderStatus.ORDER_STATUS_CANCELLED, Map.of());
    }

    /** What is to be refunded stands in the returns, what was in the totals. */
    private static boolean isRefundUnderWay(Order order) {
      return order.getReturnsList().stream().mapToLong(OrderReturn::getRefundedMinor).sum()
          > order.getTotals().getRefundedMinor();
    }
  }

  /** The status as clients know it: {@code confirmed}. */
  public static String status(OrderStatus status) {
    return switch (status) {
      case ORDER_STATUS_PLACED -> "placed";
      case ORDER_STATUS_CONFIRMED -> "confirmed";
      case ORDER_STATUS_SHIPPED -> "shipped";
      case ORDER_STATUS_DELIVERED -> "delivered";
      case ORDER_STATUS_REFUSED -> "refused";
      case ORDER_STATUS_CANCELLED -> "cancelled";
      case ORDER_STATUS_UNSPECIFIED, UNRECOGNIZED -> "unknown";
    };
  }

  /** Whether it is on its way to its buyer, who waits for it. */
  public static boolean isUnderWay(OrderStatus status) {
    return switch (status) {
      case ORDER_STATUS_PLACED, ORDER_STATUS_CONFIRMED, ORDER_STATUS_SHIPPED -> true;
      case ORDER_STATUS_DELIVERED,
          ORDER_STATUS_REFUSED,
          ORDER_STATUS_CANCELLED,
          ORDER_STATUS_UNSPECIFIED,
          UNRECOGNIZED ->
          false;
    };
  }

  /** The same of an order that was placed here: one that was imported is over. */
  public static boolean isUnderWay(Order order) {
    return isUnderWay(order.getStatus()) && !order.getIsHistory();
  }

  /** Pieces in all lines together. */
  public static int itemCount(Order order) {
    return order.getLinesList().stream().mapToInt(OrderLine::getQuantity).sum();
  }
}
