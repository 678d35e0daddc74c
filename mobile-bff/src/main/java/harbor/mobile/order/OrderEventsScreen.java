package harbor.mobile.order;

import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.events.LiveEvents;
import harbor.kit.bff.events.LiveStream;
import harbor.mobile.v1.Event;
import harbor.mobile.v1.OrderEvent;
import harbor.screens.Known;
import harbor.screens.order.OrderEventsScreens;
import harbor.screens.order.OrderViews;

/** {@code GET /mobile/v1/events?orders=...}: how far the caller's orders are. */
public final class OrderEventsScreen {
  private OrderEventsScreen() {}

  /** Hears of the core service. */
  public static LiveEvents<String> of(Kit kit) {
    return OrderEventsScreens.of(kit, OrderEvent::newBuilder, OrderEventsScreen::add, true);
  }

  /** The stream of the caller's orders and of products. */
  public static LiveStream beside(LiveEvents<?> products, Kit kit) {
    return LiveStream.of(Event.getDefaultInstance(), products, of(kit));
  }

  private static void add(OrderEvent.Builder event, OrderViews.Content order) {
    event.setStatus(OrderViews.status(order.order().getStatus())).setPending(order.isPending());
    Known.text(order.order().getShipping().getLatest(), event::setDeliveryLatest);
    Known.text(order.order().getShipping().getTrackingNumber(), event::setTrackingNumber);
  }
}
