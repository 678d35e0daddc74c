package harbor.screens.order;

import com.google.protobuf.Message;
import harbor.clients.OrdersClient;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.events.LiveEvents;
import harbor.kit.bff.events.LiveSource;
import harbor.orders.v1.Order;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code <prefix>/events?orders=...}: how far those of the caller's orders are that they name. */
public final class OrderEventsScreens {
  private OrderEventsScreens() {}

  /** How one BFF shows an order's event. Pure. */
  @FunctionalInterface
  public interface View {
    /** The view of what is known; nothing is of an order that is not the caller's. */
    Message of(String id, OrderViews.@Nullable Content order);
  }

  /**
   * Of the core service.
   *
   * @param type the view's default instance; its field {@code event_id} gets the position
   * @param isAlsoProtobuf whether clients may have it as protobuf
   */
  public static LiveEvents<String> of(Kit kit, Message type, View view, boolean isAlsoProtobuf) {
    LiveSource<Order> orders =
        kit.liveOwned(
            OrdersClient.SERVICE, client -> client.changes, client -> client.several, Order::getId);
    return new LiveEvents<>(
            "orders",
            List.of(orders),
            "order",
            type,
            "event_id",
            _ -> "",
            (id, states, _) -> view.of(id, states.of(orders).map(OrderScreens::now).orElse(null)),
            isAlsoProtobuf)
        .owned();
  }
}
