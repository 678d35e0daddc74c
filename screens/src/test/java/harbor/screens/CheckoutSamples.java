package harbor.screens;

import java.util.List;

/** Samples of the checkout's summary: which plan it runs depends on who asks, and for where. */
public final class CheckoutSamples {
  private static final String GUEST = "guestguestguestguest01";

  private CheckoutSamples() {}

  /**
   * At this address.
   *
   * @param plans what its plans' names begin with
   */
  public static List<Sample> of(String path, String plans) {
    String asked = path + "?cartId=cartcartcartcartcart01";
    return List.of(
        Sample.get("checkout", asked).signedIn().runs(plans),
        Sample.get("checkout-elsewhere", asked + "&country=AT&postalCode=1010")
            .signedIn()
            .runs(plans + ".elsewhere"),
        Sample.get("checkout-address", asked + "&addressId=home&shippingMethod=standard")
            .signedIn()
            .runs(plans + ".address"),
        ofGuest("checkout-guest", path, plans));
  }

  /** A guest's, at this address. */
  public static Sample ofGuest(String name, String path, String plans) {
    return Sample.get(name, path + "?cartId=cartcartcartcartcart01")
        .runs(plans + ".guest")
        .header("x-guest-id", GUEST)
        .header("cookie", "harbor_guest=" + GUEST);
  }
}
