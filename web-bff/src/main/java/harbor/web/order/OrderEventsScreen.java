package harbor.web.order;

import com.google.protobuf.Message;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.events.LiveEvents;
import harbor.kit.bff.events.LiveStream;
import harbor.screens.Known;
import harbor.screens.order.OrderEventsScreens;
import harbor.screens.order.OrderViews;
import harbor.web.v1.Event;
import harbor.web.v1.OrderEvent;
import harbor.web.v1.Poll;

/** {@code GET /web/events?orders=...}: how far the caller's orders are. */
public final class OrderEventsScreen {
  private OrderEventsScreen() {}

  /** Hears of the core service. */
  public static LiveEvents<String> of(Kit kit) {
    return OrderEventsScreens.of(kit, OrderEvent::newBuilder, OrderEventsScreen::add, false);
  }

  /** The stream of the caller's orders and of products. */
  public static LiveStream beside(LiveEvents<?> products, Kit kit) {
    return LiveStream.of(Event.getDefaultInstance(), products, of(kit));
  }

  /** What a long poll of it is answered with. */
  public static Message poll() {
    return Poll.getDefaultInstance();
  }

  private static void add(OrderEvent.Builder event, OrderViews.Content order) {
    event.setStatus(OrderViews.status(order.order().getStatus())).setPending(order.isPending());
    Known.text(order.order().getShipping().getLatest(), event::setDeliveryLatest);
    Known.text(order.order().getShipping().getTrackingNumber(), event::setTrackingNumber);
  }
}
