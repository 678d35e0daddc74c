package harbor.web.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.carts.v1.Line;
import harbor.kit.bff.media.MediaUrls;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.OfferShipping;
import harbor.screens.checkout.CheckoutViews;
import harbor.scripted.CoreOffer;
import harbor.scripted.CorePerson;
import harbor.shop.v1.Destination;
import harbor.web.v1.CheckoutAmount;
import harbor.web.v1.CheckoutDestination;
import harbor.web.v1.CheckoutLine;
import harbor.web.v1.CheckoutOrder;
import harbor.web.v1.CheckoutPage;
import harbor.web.v1.CheckoutShipping;
import harbor.web.v1.CheckoutTotals;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebCheckoutViewsTest {
  private static final WebCheckoutViews VIEWS =
      new WebCheckoutViews(new MediaUrls("http://media.test"));

  @Test
  void whatIsNotKnown_isAbsent() {
    Offer offer =
        Offer.newBuilder()
            .setId("o-1")
            .setCartId("c-1")
            .setCartVersion(1)
            .setCurrency("EUR")
            .setDestination(Destination.newBuilder().setCountry("DE"))
            .setShipping(OfferShipping.newBuilder().setMethod("pickup").setPickup(true))
            .build();

    CheckoutPage view =
        VIEWS.view(
            new CheckoutViews(
                offer,
                List.of(new CheckoutViews.Line(line("HB9999"), null, null, null)),
                Optional.empty(),
                Optional.empty(),
                List.of()),
            Locale.ENGLISH);

    CheckoutAmount nothing = CheckoutAmount.newBuilder().setMinor(0).setFormatted("€0.00").build();
    assertThat(view)
        .isEqualTo(
            CheckoutPage.newBuilder()
                .setOfferId("o-1")
                .setValidUntil(offer.getValidUntil())
                .setCartId("c-1")
                .setCartVersion(1)
                .setCurrency("EUR")
                .setDestination(CheckoutDestination.newBuilder().setCountry("DE"))
                .setShipping(
                    CheckoutShipping.newBuilder()
                        .setMethod("pickup")
                        .setAmount(nothing)
                        .setTax(nothing)
                        .setPickup(true))
                .addLines(
                    CheckoutLine.newBuilder()
                        .setId("l-1")
                        .setProductId("HB9999")
                        .setQuantity(1)
                        .setState("gone")
                        .setLink("/p/HB9999"))
                .setTotals(
                    CheckoutTotals.newBuilder()
                        .setList(nothing)
                        .setDiscount(nothing)
                        .setSubtotal(nothing)
                        .setShipping(nothing)
                        .setNet(nothing)
                        .setTax(nothing)
                        .setTotal(nothing))
                .setPointsEarned(0)
                .setOrder(CheckoutOrder.newBuilder().setPossible(true))
                .build());
  }

  @Test
  void ownAddress_isShownWhole_andAmountsInThePagesLanguage() {
    CheckoutPage view =
        VIEWS.view(
            new CheckoutViews(
                CoreOffer.ordinary(),
                List.of(),
                Optional.of(CorePerson.home()),
                Optional.of(-40L),
                List.of()),
            Locale.GERMANY);

    assertThat(view.getDestination())
        .isEqualTo(
            CheckoutDestination.newBuilder()
                .setAddressId("home")
                .setName("Ann Example")
                .addAddressLines("Ringstrasse 1")
                .addAddressLines("Stiege 2")
                .setCity("Wien")
                .setCountry("AT")
                .setRegion("Wien")
                .setPostalCode("1010")
                .build());
    assertThat(view.getTotals().getTotal().getFormatted()).isEqualTo("1.263,82\u00a0€");
    assertThat(view.getPointsHeld()).isEqualTo(-40);
  }

  private static Line line(String product) {
    return Line.newBuilder().setId("l-1").setProductId(product).setQuantity(1).build();
  }
}
