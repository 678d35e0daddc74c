package harbor.shipping;

import harbor.shipping.v1.DeliveryWindow;
import harbor.shipping.v1.PlanShipmentRequest;
import harbor.shipping.v1.ShipmentLine;
import harbor.shop.v1.Destination;
import harbor.shop.v1.PostalAddress;

/** Requests of tests. */
final class Plans {
  private Plans() {}

  static PlanShipmentRequest.Builder plan(String orderId) {
    return PlanShipmentRequest.newBuilder()
        .setOrderId(orderId)
        .setStepKey("ship")
        .addLines(ShipmentLine.newBuilder().setProductId("HB1").setQuantity(2))
        .addLines(ShipmentLine.newBuilder().setProductId("HB2").setQuantity(1))
        .setAddress(
            PostalAddress.newBuilder()
                .setName("Maria Muster")
                .addLines("Am Wall 1")
                .addLines("Hinterhaus, \"links\"")
                .setCity("Bremen")
                .setDestination(
                    Destination.newBuilder()
                        .setCountry("DE")
                        .setRegion("HB")
                        .setPostalCode("28195"))
                .setPhone("+49 421 1"))
        .setMethod("standard")
        .setWindow(DeliveryWindow.newBuilder().setEarliest("2027-06-02").setLatest("2027-06-03"))
        .setCurrency("EUR")
        .setLocale("de-DE");
  }
}
