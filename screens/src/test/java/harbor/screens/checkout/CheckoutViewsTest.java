package harbor.screens.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import harbor.carts.v1.Line;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockStatus;
import harbor.pricing.v1.CouponRefusal;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.OfferCoupon;
import harbor.pricing.v1.OfferLine;
import harbor.recommendations.v1.Recommendation;
import harbor.scripted.CoreCart;
import harbor.scripted.CoreOffer;
import harbor.scripted.CorePerson;
import harbor.scripted.CoreProduct;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckoutViewsTest {
  @ParameterizedTest
  @CsvSource({
    "AVAILABLE,    5, 5,          ok",
    "AVAILABLE,    5, 4,          out_of_stock",
    "AVAILABLE,    5, ,           ok",
    "AVAILABLE,    5, 5000000000, ok",
    "OUT_OF_STOCK, 1, ,           out_of_stock",
    "PREORDER,     5, 0,          preorder",
    "BACKORDER,    5, 0,          backorder",
    "UNSPECIFIED,  5, ,           ok",
    ",             5, ,           ok",
  })
  void state_isThatOfTheStock(
      @Nullable String status, int wanted, @Nullable Long available, String state) {
    Stock.Builder stock = Stock.newBuilder();
    if (available != null) {
      stock.setAvailable(available);
    }
    CheckoutViews.Line line =
        line(
            wanted,
            OfferLine.getDefaultInstance(),
            status == null
                ? null
                : stock.setStatus(StockStatus.valueOf("STOCK_STATUS_" + status)).build());

    assertThat(line.state()).isEqualTo(state);
    assertThat(content(line).reasons())
        .isEqualTo(state.equals("out_of_stock") ? List.of("OUT_OF_STOCK") : List.of());
  }

  @Test
  void state_isGone_whenTheOfferIsWithoutIt_whateverTheStock() {
    CheckoutViews.Line line =
        line(1, null, Stock.newBuilder().setStatus(StockStatus.STOCK_STATUS_OUT_OF_STOCK).build());

    assertThat(line.state()).isEqualTo("gone");
    assertThat(content(line).reasons()).as("what is left can be ordered").isEmpty();
  }

  @Test
  void available_isAbsent_whenNobodyCountsOrCouldSay() {
    OfferLine offered = OfferLine.getDefaultInstance();

    assertThat(line(1, offered, null).available()).isEmpty();
    assertThat(line(1, offered, Stock.getDefaultInstance()).available()).isEmpty();
    assertThat(line(1, offered, Stock.newBuilder().setAvailable(0).build()).available())
        .contains(0);
    assertThat(
            line(1, offered, Stock.newBuilder().setAvailable(5_000_000_000L).build()).available())
        .contains(Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource({
    "true, BELOW_MINIMUM, ",
    "false, UNKNOWN, unknown",
    "false, NOT_VALID_NOW, not_valid_now",
    "false, SPENT, spent",
    "false, SPENT_BY_PERSON, spent_by_person",
    "false, BELOW_MINIMUM, below_minimum",
    "false, NOT_FOR_THESE, not_for_these",
    "false, UNSPECIFIED, unknown",
  })
  void coupon_saysWhyItTakesNothingOff(boolean applied, String refusal, @Nullable String shown) {
    Offer offer =
        Offer.newBuilder()
            .setCoupon(
                OfferCoupon.newBuilder()
                    .setApplied(applied)
                    .setRefusal(CouponRefusal.valueOf("COUPON_REFUSAL_" + refusal)))
            .build();

    assertThat(content(offer).coupon().flatMap(CheckoutViews.Coupon::refusal))
        .isEqualTo(Optional.ofNullable(shown));
    assertThat(content(Offer.getDefaultInstance()).coupon()).isEmpty();
  }

  @Test
  void content_isInTheCartsOrder_withWhatIsKnownOfEach() {
    CheckoutViews content =
        CheckoutViews.of(
            new Buyer(
                CoreCart.ordinary(),
                Optional.of(CorePerson.ordinary()),
                Optional.of(CorePerson.home())),
            CoreOffer.ordinary(),
            Map.of("HB2001", CoreProduct.rich().product()),
            Map.of("HB2001", CoreProduct.rich().stock()),
            Map.of());

    assertThat(content.lines())
        .extracting(
            line -> line.line().getProductId(),
            CheckoutViews.Line::state,
            line -> line.product() != null,
            CheckoutViews.Line::available)
        .containsExactly(
            tuple("HB1001", "ok", false, Optional.empty()),
            tuple("HB2001", "ok", true, Optional.of(3)),
            tuple("HB9999", "gone", false, Optional.empty()));
    assertThat(content.pointsHeld()).contains(420L);
    assertThat(content.address()).contains(CorePerson.home());
  }

  @Test
  void recommendations_areWithoutWhatIsInTheCart() {
    CheckoutViews content =
        CheckoutViews.of(
            new Buyer(CoreCart.ordinary(), Optional.empty(), Optional.empty()),
            CoreOffer.ordinary(),
            Map.of(),
            Map.of(),
            Map.of("HB9999", List.of(recommended("HB2001"), recommended("HB5000"))));

    assertThat(content.recommendations())
        .extracting(Recommendation::getProductId)
        .containsExactly("HB5000");
    assertThat(content.pointsHeld()).isEmpty();
  }

  private static Recommendation recommended(String product) {
    return Recommendation.newBuilder().setProductId(product).build();
  }

  private static CheckoutViews.Line line(
      int quantity, @Nullable OfferLine offered, @Nullable Stock stock) {
    return new CheckoutViews.Line(
        Line.newBuilder().setQuantity(quantity).build(), offered, null, stock);
  }

  private static CheckoutViews content(CheckoutViews.Line line) {
    return new CheckoutViews(
        Offer.getDefaultInstance(), List.of(line), Optional.empty(), Optional.empty(), List.of());
  }

  private static CheckoutViews content(Offer offer) {
    return new CheckoutViews(offer, List.of(), Optional.empty(), Optional.empty(), List.of());
  }
}
