package harbor.screens.order;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import harbor.clients.OrdersClient;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.events.LiveEvents;
import harbor.kit.bff.events.LiveSource;
import harbor.orders.v1.Order;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** {@code <prefix>/events?orders=...}: how far those of the caller's orders are that they name. */
public final class OrderEventsScreens {
  private OrderEventsScreens() {}

  /**
   * Of the core service.
   *
   * @param event begins a view; its field {@code order_id} gets the order's id, which is all there
   *     is of one that is not the caller's, and {@code event_id} the position
   * @param adds what is known of an order; pure
   * @param isAlsoProtobuf whether clients may have it as protobuf
   */
  public static <E extends Message.Builder> LiveEvents<String> of(
      Kit kit, Supplier<E> event, BiConsumer<E, OrderViews.Content> adds, boolean isAlsoProtobuf) {
    Message type = event.get().getDefaultInstanceForType();
    FieldDescriptor orderId = type.getDescriptorForType().findFieldByName("order_id");
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
            (id, states, _) -> {
              E view = event.get();
              view.setField(orderId, id);
              states.of(orders).map(OrderScreens::now).ifPresent(order -> adds.accept(view, order));
              return view.build();
            },
            isAlsoProtobuf)
        .owned();
  }
}
