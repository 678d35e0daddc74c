package harbor.orders;

import harbor.clients.ShippingClient;
import harbor.orders.v1.OrderStatus;
import harbor.shipping.v1.ListOrderShipmentsRequest;
import harbor.shipping.v1.Shipment;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows orders that are paid until they arrive, by asking how far their shipments are. */
final class ShipmentRequests {
  private static final Logger log = LoggerFactory.getLogger(ShipmentRequests.class);
  private static final int MAX_AT_ONCE = 50;

  private final ShippingClient shipping;
  private final PostgresOrderStore orders;

  ShipmentRequests(ShippingClient shipping, PostgresOrderStore orders) {
    this.shipping = shipping;
    this.orders = orders;
  }

  /** Asks for those that were not asked for the longest time. */
  void follow() {
    for (String orderId : orders.takeToFollow(MAX_AT_ONCE)) {
      try {
        shipping
            .ofOrder
            .call(
                ListOrderShipmentsRequest.newBuilder().setOrderId(orderId).build(),
                StepRequests.MAX_CALL)
            .forEach(shipment -> follow(orderId, shipment));
      } catch (StatusRuntimeException e) {
        log.info("The shipment of order {} is not known now: {}", orderId, e.getStatus().getCode());
      }
    }
  }

  private void follow(String orderId, Shipment shipment) {
    Optional<OrderStatus> status =
        switch (shipment.getStatus()) {
          case SHIPMENT_STATUS_HANDED_OVER -> Optional.of(OrderStatus.ORDER_STATUS_SHIPPED);
          case SHIPMENT_STATUS_DELIVERED -> Optional.of(OrderStatus.ORDER_STATUS_DELIVERED);
          default -> Optional.empty();
        };
    status.ifPresent(now -> orders.left(orderId, now, shipment.getTrackingNumber()));
  }
}
