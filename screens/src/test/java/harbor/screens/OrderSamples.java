package harbor.screens;

import harbor.orders.v1.OrdersServiceGrpc;
import harbor.orders.v1.PlaceOrderResponse;
import harbor.scripted.CoreOrder;
import harbor.scripted.Script;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A sample of each of the orders' routes. */
public final class OrderSamples {
  private static final String GUEST = "guestguestguestguest01";
  private static final String ORDER =
      """
      {"offerId": "offerofferofferoffer01", "cardToken": "tok_approve", "mail": "ada@example.com",
       "address": {"name": "Ada Example", "lines": ["Marktstraße 1"], "city": "Köln",
                   "country": "DE", "postalCode": "50667"}}
      """;

  private OrderSamples() {}

  /** Those of administrators. */
  public static List<Sample> ofAdmin(String prefix) {
    String one = prefix + "/admin/orders/" + CoreOrder.ID;
    return Stream.of(
            Sample.write("order-cancel-any", "POST", one + "/cancel", "")
                .header("idempotency-key", "key-4"),
            Sample.write(
                    "order-refund-any",
                    "POST",
                    one + "/refunds",
                    "{\"lines\": [], \"withShipping\": true, \"restock\": false}")
                .header("idempotency-key", "key-5"))
        .map(sample -> sample.signedIn(Set.of("admin")))
        .toList();
  }

  /** Below this prefix, of a guest. */
  public static List<Sample> of(String prefix) {
    String all = prefix + "/orders";
    String one = all + "/" + CoreOrder.ID;
    Sample place =
        Sample.write("order-place", "POST", all, ORDER).header("idempotency-key", "key-1");
    return Stream.of(
            place,
            place
                .named("order-place-pending")
                .cores(
                    cores ->
                        cores.script(
                            OrdersServiceGrpc.getPlaceOrderMethod(),
                            Script.answer(
                                PlaceOrderResponse.newBuilder()
                                    .setOrder(CoreOrder.placed())
                                    .build()))),
            Sample.get("orders", all + "?pageSize=2"),
            Sample.get("order", one),
            Sample.write("order-cancel", "POST", one + "/cancel", "")
                .header("idempotency-key", "key-2"),
            Sample.write(
                    "order-return",
                    "POST",
                    one + "/returns",
                    "{\"lines\": [{\"number\": 1, \"quantity\": 1}], \"withShipping\": false}")
                .header("idempotency-key", "key-3"))
        .map(sample -> sample.header("x-guest-id", GUEST).header("cookie", "harbor_guest=" + GUEST))
        .toList();
  }
}
