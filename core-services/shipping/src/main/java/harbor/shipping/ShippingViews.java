package harbor.shipping;

import harbor.kit.service.row.Money;
import harbor.kit.service.row.Timestamps;
import harbor.shipping.shipment.Shipment;
import harbor.shipping.v1.DeliveryWindow;
import harbor.shipping.v1.ProductDelivery;
import harbor.shipping.v1.ShipmentLine;
import harbor.shipping.v1.ShipmentStatus;
import harbor.shipping.v1.ShippingMethod;
import harbor.shipping.v1.ShippingOption;
import harbor.shipping.window.Method;
import harbor.shipping.window.Window;
import harbor.shop.v1.Destination;
import java.util.Optional;

/** Messages from what is known. */
final class ShippingViews {
  private ShippingViews() {}

  static ShippingOption option(Quotes.Option option) {
    Method method = option.method();
    ShippingOption.Builder view =
        ShippingOption.newBuilder()
            .setMethod(method.code())
            .setCost(option.cost().message())
            .setWindow(window(option.window()))
            .setPickup(method.pickup());
    method.freeFromMinor().ifPresent(from -> view.setFreeFrom(money(from, method)));
    return view.build();
  }

  static ShippingMethod method(PostgresMethodStore.Stored stored) {
    Method method = stored.method();
    ShippingMethod.Builder view =
        ShippingMethod.newBuilder()
            .setId(String.join(".", method.country(), method.code(), method.cost().currency()))
            .setMethod(method.code())
            .setCountry(method.country())
            .setCost(method.cost().message())
            .setMinDays(method.onTheWay().min())
            .setMaxDays(method.onTheWay().max())
            .setKilometresADay(method.kilometresADay())
            .setCutOff(method.cutOff().time().toString())
            .setPickup(method.pickup())
            .setActive(method.active())
            .setAudit(stored.audit().message());
    method.freeFromMinor().ifPresent(from -> view.setFreeFrom(money(from, method)));
    return view.build();
  }

  static harbor.shipping.v1.Shipment shipment(Shipment shipment) {
    var plan = shipment.plan();
    var destination = plan.address().destination();
    harbor.shipping.v1.Shipment.Builder view =
        harbor.shipping.v1.Shipment.newBuilder()
            .setId(shipment.id())
            .setOrderId(plan.orderId())
            .setStatus(status(shipment.state()))
            .setMethod(plan.method())
            .setDestination(
                Destination.newBuilder()
                    .setCountry(destination.country())
                    .setRegion(destination.region())
                    .setPostalCode(destination.postalCode()))
            .setWindow(window(plan.window()))
            .setTrackingNumber(shipment.trackingNumber())
            .setAudit(shipment.audit().message());
    plan.lines()
        .forEach(
            line ->
                view.addLines(
                    ShipmentLine.newBuilder()
                        .setProductId(line.productId())
                        .setQuantity(line.quantity())));
    shipment.handedOverAt().ifPresent(at -> view.setHandedOverAt(Timestamps.of(at)));
    return view.build();
  }

  static ProductDelivery delivery(String product, Optional<Window> window) {
    ProductDelivery.Builder view = ProductDelivery.newBuilder().setProductId(product);
    window.ifPresent(known -> view.setWindow(window(known)));
    return view.build();
  }

  static DeliveryWindow window(Window window) {
    return DeliveryWindow.newBuilder()
        .setEarliest(window.earliest().toString())
        .setLatest(window.latest().toString())
        .build();
  }

  private static harbor.type.v1.Money money(long minor, Method method) {
    return new Money(minor, method.cost().currency()).message();
  }

  private static ShipmentStatus status(Shipment.State state) {
    return switch (state) {
      case PLANNED -> ShipmentStatus.SHIPMENT_STATUS_PLANNED;
      case RELEASED -> ShipmentStatus.SHIPMENT_STATUS_RELEASED;
      case HANDED_OVER -> ShipmentStatus.SHIPMENT_STATUS_HANDED_OVER;
      case DELIVERED -> ShipmentStatus.SHIPMENT_STATUS_DELIVERED;
      case CANCELLED -> ShipmentStatus.SHIPMENT_STATUS_CANCELLED;
    };
  }
}
