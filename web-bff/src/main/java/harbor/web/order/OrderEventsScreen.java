package harbor.web.order;

import com.google.protobuf.Message;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.events.LiveEvents;
import harbor.kit.bff.events.LiveStream;
import harbor.orders.v1.OrderShipping;
import harbor.screens.order.OrderEventsScreens;
import harbor.screens.order.OrderViews;
import harbor.web.v1.Event;
import harbor.web.v1.OrderEvent;
import harbor.web.v1.Poll;
import org.jspecify.annotations.Nullable;

/** {@code GET /web/events?orders=...}: how far the caller's orders are. */
public final class OrderEventsScreen {
  private OrderEventsScreen() {}

  /** Hears of the core service. */
  public static LiveEvents<String> of(Kit kit) {
    return OrderEventsScreens.of(
        kit, OrderEvent.getDefaultInstance(), OrderEventsScreen::view, false);
  }

  /** The stream of the caller's orders and of products. */
  public static LiveStream beside(LiveEvents<?> products, Kit kit) {
    return LiveStream.of(Event.getDefaultInstance(), products, of(kit));
  }

  /** What a long poll of it is answered with. */
  public static Message poll() {
    return Poll.getDefaultInstance();
  }

  static OrderEvent view(String id, OrderViews.@Nullable Content content) {
    OrderEvent.Builder event = OrderEvent.newBuilder().setOrderId(id);
    if (content != null) {
      event
          .setStatus(OrderViews.status(content.order().getStatus()))
          .setPending(content.isPending());
      add(event, content.order().getShipping());
    }
    return event.build();
  }

  private static void add(OrderEvent.Builder event, OrderShipping shipping) {
    if (!shipping.getLatest().isEmpty()) {
      event.setDeliveryLatest(shipping.getLatest());
    }
    if (!shipping.getTrackingNumber().isEmpty()) {
      event.setTrackingNumber(shipping.getTrackingNumber());
    }
  }
}
