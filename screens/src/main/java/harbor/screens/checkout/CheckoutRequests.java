package harbor.screens.checkout;

import harbor.carts.v1.Cart;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.input.Request;
import harbor.pricing.v1.MakeOfferRequest;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.OfferedItem;
import harbor.screens.cart.CartRequests;
import harbor.shop.v1.Destination;
import harbor.users.v1.User;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What clients ask of the checkout, as the core services want to be asked. Pure. */
public final class CheckoutRequests {
  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
  private static final int MAX_POSTAL_CODE = 20;
  private static final int MAX_METHOD = 32;

  private CheckoutRequests() {}

  /** What a client asks; an empty parameter is as good as none. */
  public static CheckoutQuestion question(Request request) {
    String cart = request.requiredId("cartId");
    String address = request.optionalId("addressId").orElse("");
    String country = request.matching("country", COUNTRY, 2, "two capital letters").orElse("");
    String postalCode = text(request, "postalCode", MAX_POSTAL_CODE);
    if (!address.isEmpty() && !(country.isEmpty() && postalCode.isEmpty())) {
      throw new BadRequest("addressId", "either an address or a country, not both");
    }
    if (country.isEmpty() && !postalCode.isEmpty()) {
      throw new BadRequest("country", "two capital letters, and one for each postal code");
    }
    return new CheckoutQuestion(
        cart,
        address,
        country.isEmpty()
            ? Optional.empty()
            : Optional.of(
                Destination.newBuilder().setCountry(country).setPostalCode(postalCode).build()),
        text(request, "shippingMethod", MAX_METHOD));
  }

  /**
   * Asks again what this offer answered: for its cart as that is by now, with its destination and
   * way of shipping.
   */
  public static CheckoutQuestion again(Offer offer) {
    return new CheckoutQuestion(
        offer.getCartId(),
        "",
        Optional.of(offer.getDestination()),
        offer.getShipping().getMethod());
  }

  private static String text(Request request, String name, int max) {
    return request.text(name, max).map(String::strip).orElse("");
  }

  /** Without a destination pricing takes the market's country, without a method the cheapest. */
  static MakeOfferRequest offer(CheckoutQuestion question, Buyer buyer) {
    Cart cart = buyer.cart();
    MakeOfferRequest.Builder request =
        MakeOfferRequest.newBuilder()
            .setCartId(cart.getId())
            .setCartVersion(cart.getAudit().getVersion())
            .setCouponCode(cart.getCouponCode())
            .setShippingMethod(question.shippingMethod())
            .setGuestMail(buyer.user().map(User::getEmail).orElse(""))
            .addAllItems(CartRequests.items(cart.getLinesList()));
    destination(question, buyer).ifPresent(request::setDestination);
    return request.build();
  }

  private static Optional<Destination> destination(CheckoutQuestion question, Buyer buyer) {
    return buyer
        .address()
        .map(address -> address.getPostal().getDestination())
        .or(question::destination);
  }

  /** Of what the cart holds. */
  static Collection<String> productIds(MakeOfferRequest request) {
    return request.getItemsList().stream().map(OfferedItem::getProductId).toList();
  }

  /** What came into the cart last, by which others are recommended; none for an empty cart. */
  static Collection<String> lastProductId(MakeOfferRequest request) {
    List<OfferedItem> items = request.getItemsList();
    return items.isEmpty() ? List.of() : List.of(items.getLast().getProductId());
  }
}
