package harbor.mobile.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.carts.v1.Line;
import harbor.catalog.v1.Image;
import harbor.catalog.v1.Product;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockStatus;
import harbor.kit.bff.answer.ViewJson;
import harbor.kit.bff.media.MediaUrls;
import harbor.mobile.v1.CheckoutAmount;
import harbor.mobile.v1.CheckoutDestination;
import harbor.mobile.v1.CheckoutLine;
import harbor.mobile.v1.CheckoutOrder;
import harbor.mobile.v1.CheckoutShipping;
import harbor.mobile.v1.CheckoutSummary;
import harbor.pricing.v1.CouponRefusal;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.OfferCoupon;
import harbor.pricing.v1.OfferShipping;
import harbor.pricing.v1.OfferTotals;
import harbor.screens.checkout.CheckoutViews;
import harbor.scripted.CoreOffer;
import harbor.scripted.CoreProduct;
import harbor.shop.v1.Destination;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MobileCheckoutViewsTest {
  private static final MobileCheckoutViews VIEWS =
      new MobileCheckoutViews(new MediaUrls("https://media.shop.example"));
  private static final ViewJson JSON = ViewJson.of(List.of(CheckoutSummary.getDefaultInstance()));

  /** A phone gets it over a slow link: at most 4 KB of JSON, 2 KB of protobuf. */
  @Test
  void summaryOfTenLines_isSmall_inBothEncodings() {
    Offer.Builder offer = CoreOffer.ordinary().toBuilder().clearLines();
    List<CheckoutViews.Line> lines = new ArrayList<>();
    for (int i = 10; i < 20; i++) {
      String id = "HB10" + i;
      offer.addLines(CoreOffer.line(id, 2, 14_990, 2_998, 4_497));
      lines.add(
          new CheckoutViews.Line(
              Line.newBuilder()
                  .setId("linelinelinelineline" + i)
                  .setProductId(id)
                  .setQuantity(2)
                  .build(),
              offer.getLines(i - 10),
              Product.newBuilder()
                  .setShortTitle("Ridgeline Trekking Tent, Moss Green " + i)
                  .addImages(Image.newBuilder().setUrl("/i/desk-lamp/" + id + "/1-{size}.svg"))
                  .build(),
              Stock.newBuilder()
                  .setStatus(StockStatus.STOCK_STATUS_AVAILABLE)
                  .setAvailable(112)
                  .build()));
    }

    CheckoutSummary view =
        VIEWS.view(
            new CheckoutViews(
                offer.build(),
                lines,
                Optional.empty(),
                Optional.of(1_420L),
                CoreProduct.rich().related()),
            Locale.ENGLISH);

    ByteArrayOutputStream json = new ByteArrayOutputStream();
    JSON.encode(view, json);
    assertThat(view.getLinesList()).hasSize(10);
    assertThat(json.size()).isBetween(3_000, 4_096);
    assertThat(view.getSerializedSize()).isBetween(1_500, 2_048);
  }

  @Test
  void whatIsNotKnown_isAbsent() {
    Offer offer =
        Offer.newBuilder()
            .setId("o-1")
            .setCartId("c-1")
            .setCartVersion(1)
            .setCurrency("EUR")
            .setDestination(Destination.newBuilder().setCountry("DE"))
            .addLines(CoreOffer.line("HB1001", 1, 1_500, 1_500, 0))
            .setShipping(OfferShipping.newBuilder().setMethod("pickup").setPickup(true))
            .setTotals(OfferTotals.newBuilder().setPricesIncludeTax(true))
            .build();

    CheckoutSummary view =
        VIEWS.view(
            new CheckoutViews(
                offer,
                List.of(
                    new CheckoutViews.Line(line("HB1001"), offer.getLines(0), null, null),
                    new CheckoutViews.Line(line("HB9999"), null, null, null)),
                Optional.empty(),
                Optional.empty(),
                List.of()),
            Locale.ENGLISH);

    CheckoutAmount nothing = CheckoutAmount.newBuilder().setMinor(0).setFormatted("€0.00").build();
    assertThat(view)
        .isEqualTo(
            CheckoutSummary.newBuilder()
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
                        .setPickup(true))
                .addLines(
                    CheckoutLine.newBuilder()
                        .setProductId("HB1001")
                        .setQuantity(1)
                        .setPrice(
                            CheckoutAmount.newBuilder().setMinor(1_500).setFormatted("€15.00"))
                        .setAmountFormatted("€0.00"))
                .addLines(
                    CheckoutLine.newBuilder()
                        .setProductId("HB9999")
                        .setQuantity(1)
                        .setState("gone"))
                .setSubtotal(nothing)
                .setTax(nothing)
                .setTotal(nothing)
                .setPricesIncludeTax(true)
                .setPointsEarned(0)
                .setOrder(CheckoutOrder.newBuilder().setPossible(true))
                .build());
  }

  /** Sums are pricing's: those of this offer do not add up, and are shown as they are. */
  @Test
  void sums_areShownAsPricingStatesThem() {
    Offer offer =
        CoreOffer.ordinary().toBuilder()
            .setTotals(OfferTotals.newBuilder().setGoodsMinor(1).setTaxMinor(20).setTotalMinor(300))
            .build();

    CheckoutSummary view = VIEWS.view(content(offer), Locale.GERMANY);

    assertThat(view.getSubtotal().getMinor()).isEqualTo(1);
    assertThat(view.getTax().getMinor()).isEqualTo(20);
    assertThat(view.getTotal().getMinor()).isEqualTo(300);
    assertThat(view.getTotal().getFormatted()).isEqualTo("3,00\u00a0€");
  }

  @Test
  void coupon_isShownWithTheReason_whenItTakesNothingOff() {
    Offer offer =
        CoreOffer.ordinary().toBuilder()
            .clearDiscounts()
            .setCoupon(
                OfferCoupon.newBuilder()
                    .setCode("SPRING")
                    .setRefusal(CouponRefusal.COUPON_REFUSAL_BELOW_MINIMUM)
                    .setMinimumMinor(10_000))
            .build();

    CheckoutSummary view = VIEWS.view(content(offer), Locale.ENGLISH);

    assertThat(view.getDiscountsList()).isEmpty();
    assertThat(view.getCoupon().getApplied()).isFalse();
    assertThat(view.getCoupon().getRefusal()).isEqualTo("below_minimum");
    assertThat(view.getCoupon().getMinimum().getMinor()).isEqualTo(10_000);
    assertThat(view.getOrder().getPossible()).isTrue();
  }

  @Test
  void currencyOfThreeDigits_isShownWithThree() {
    Offer offer =
        CoreOffer.ordinary().toBuilder()
            .setCurrency("KWD")
            .setTotals(OfferTotals.newBuilder().setTotalMinor(4_484))
            .build();

    assertThat(VIEWS.view(content(offer), Locale.ENGLISH).getTotal().getFormatted())
        .contains("4.484");
  }

  @Test
  void order_isNotPossible_whenALineHasMorePiecesThanThereAre() {
    Offer offer = CoreOffer.ordinary();
    Stock few =
        Stock.newBuilder().setStatus(StockStatus.STOCK_STATUS_AVAILABLE).setAvailable(0).build();

    CheckoutSummary view =
        VIEWS.view(
            new CheckoutViews(
                offer,
                List.of(new CheckoutViews.Line(line("HB1001"), offer.getLines(0), null, few)),
                Optional.empty(),
                Optional.empty(),
                List.of()),
            Locale.ENGLISH);

    assertThat(view.getOrder())
        .isEqualTo(
            CheckoutOrder.newBuilder().setPossible(false).addReasons("OUT_OF_STOCK").build());
    assertThat(view.getLines(0).getState()).isEqualTo("out_of_stock");
    assertThat(view.getLines(0).getAvailable()).isZero();
  }

  private static CheckoutViews content(Offer offer) {
    return new CheckoutViews(offer, List.of(), Optional.empty(), Optional.empty(), List.of());
  }

  private static Line line(String product) {
    return Line.newBuilder().setProductId(product).setQuantity(1).build();
  }
}
