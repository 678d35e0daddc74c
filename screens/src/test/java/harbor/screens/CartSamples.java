package harbor.screens;

import java.util.List;
import java.util.stream.Stream;

/** A sample of each of the cart's routes. */
public final class CartSamples {
  private static final String GUEST = "guestguestguestguest01";

  private CartSamples() {}

  /** Below this prefix, of a guest, and where it is the caller's own, of a person as well. */
  public static List<Sample> of(String prefix) {
    String cart = prefix + "/carts/cartcartcartcartcart01";
    String line = cart + "/lines/linelinelinelineline01";
    Stream<Sample> guests =
        Stream.of(
            Sample.get("cart", cart),
            Sample.get("cart-own", prefix + "/cart"),
            Sample.write("cart-create", "POST", prefix + "/carts", "{}"),
            Sample.write(
                "cart-add-line",
                "POST",
                cart + "/lines",
                "{\"productId\": \"HB1001\", \"quantity\": 2}"),
            Sample.write("cart-change-line", "PATCH", line, "{\"quantity\": 2}")
                .header("if-match", "\"2\""),
            Sample.write("cart-remove-line", "DELETE", line, "").header("if-match", "\"2\""),
            Sample.write("cart-set-coupon", "PUT", cart + "/coupon", "{\"code\": \"spring\"}")
                .header("if-match", "\"2\""),
            Sample.write("cart-remove-coupon", "DELETE", cart + "/coupon", "")
                .header("if-match", "\"2\""));
    return Stream.concat(
            guests.map(
                sample ->
                    sample.header("x-guest-id", GUEST).header("cookie", "harbor_guest=" + GUEST)),
            Stream.of(Sample.get("cart-of-person", prefix + "/cart").signedIn()))
        .toList();
  }
}
