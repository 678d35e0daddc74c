package harbor.screens.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.carts.v1.Cart;
import harbor.pricing.v1.MakeOfferRequest;
import harbor.pricing.v1.OfferedItem;
import harbor.scripted.CoreCart;
import harbor.scripted.CorePerson;
import harbor.shop.v1.Destination;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckoutRequestsTest {
  private static final Destination VIENNA = CorePerson.home().getPostal().getDestination();
  private static final Destination GERMANY = Destination.newBuilder().setCountry("DE").build();

  @Test
  void offer_isAskedForTheCartAsItIs_withoutAnythingThatIsNotKnown() {
    assertThat(CheckoutRequests.offer(question(Optional.empty(), ""), guest(CoreCart.ordinary())))
        .isEqualTo(
            MakeOfferRequest.newBuilder()
                .setCartId("cartcartcartcartcart01")
                .setCartVersion(3)
                .addItems(item("HB1001", 2))
                .addItems(item("HB2001", 1))
                .addItems(item("HB9999", 1))
                .setCouponCode("SPRING")
                .build());
  }

  @Test
  void offer_goesToTheOwnAddress_otherwiseWhereItWasAsked_otherwiseWherePricingSays() {
    Buyer atHome =
        new Buyer(
            CoreCart.ordinary(),
            Optional.of(CorePerson.ordinary()),
            Optional.of(CorePerson.home()));

    MakeOfferRequest home = CheckoutRequests.offer(question(Optional.empty(), "express"), atHome);
    MakeOfferRequest asked =
        CheckoutRequests.offer(question(Optional.of(GERMANY), ""), guest(CoreCart.ordinary()));
    MakeOfferRequest anywhere =
        CheckoutRequests.offer(question(Optional.empty(), ""), guest(CoreCart.ordinary()));

    assertThat(home.getDestination()).isEqualTo(VIENNA);
    assertThat(home.getShippingMethod()).isEqualTo("express");
    assertThat(home.getGuestMail()).isEqualTo("ann@shop.example");
    assertThat(asked.getDestination()).isEqualTo(GERMANY);
    assertThat(anywhere.hasDestination()).isFalse();
  }

  @Test
  void emptyCart_recommendsNothing() {
    Cart empty = CoreCart.ordinary().toBuilder().clearLines().build();
    MakeOfferRequest nothing = CheckoutRequests.offer(question(Optional.empty(), ""), guest(empty));
    MakeOfferRequest three =
        CheckoutRequests.offer(question(Optional.empty(), ""), guest(CoreCart.ordinary()));

    assertThat(CheckoutRequests.lastProductId(nothing)).isEmpty();
    assertThat(CheckoutRequests.lastProductId(three)).containsExactly("HB9999");
    assertThat(CheckoutRequests.productIds(three)).containsExactly("HB1001", "HB2001", "HB9999");
  }

  private static CheckoutQuestion question(Optional<Destination> destination, String method) {
    return new CheckoutQuestion("cartcartcartcartcart01", "", destination, method);
  }

  private static Buyer guest(Cart cart) {
    return new Buyer(cart, Optional.empty(), Optional.empty());
  }

  private static OfferedItem item(String product, int quantity) {
    return OfferedItem.newBuilder().setProductId(product).setQuantity(quantity).build();
  }
}
