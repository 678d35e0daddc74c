package harbor.mobile.checkout;

import harbor.catalog.v1.Product;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.media.MediaUrls;
import harbor.kit.bff.plan.Screen;
import harbor.mobile.v1.CheckoutAmount;
import harbor.mobile.v1.CheckoutCoupon;
import harbor.mobile.v1.CheckoutDestination;
import harbor.mobile.v1.CheckoutDiscount;
import harbor.mobile.v1.CheckoutLine;
import harbor.mobile.v1.CheckoutRecommendation;
import harbor.mobile.v1.CheckoutShipping;
import harbor.mobile.v1.CheckoutSummary;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.OfferShipping;
import harbor.pricing.v1.OfferTotals;
import harbor.recommendations.v1.Recommendation;
import harbor.screens.Known;
import harbor.screens.MoneyViews;
import harbor.screens.checkout.CheckoutQuestion;
import harbor.screens.checkout.CheckoutSummaryScreen;
import harbor.screens.checkout.CheckoutViews;
import harbor.screens.checkout.CheckoutViews.Coupon;
import harbor.screens.checkout.DisplayAmount;
import harbor.shop.v1.Destination;
import java.util.Locale;
import java.util.function.LongFunction;

/** The summary on the phone: as much as fits one screen. */
public final class MobileCheckoutViews {
  private static final int THUMBNAIL = 120;
  private static final int MAX_RECOMMENDATIONS = 2;

  private final MediaUrls media;

  MobileCheckoutViews(MediaUrls media) {
    this.media = media;
  }

  /** The screen, with pictures from there. */
  public static Screen<CheckoutQuestion, CheckoutSummary> screen(Kit kit, MediaUrls media) {
    return CheckoutSummaryScreen.of(
        "mobile.checkout", CheckoutSummary.class, new MobileCheckoutViews(media)::view, kit);
  }

  CheckoutSummary view(CheckoutViews content, Locale language) {
    Offer offer = content.offer();
    OfferTotals totals = offer.getTotals();
    LongFunction<CheckoutAmount> amount =
        minor -> amount(DisplayAmount.of(minor, offer.getCurrency(), language));
    CheckoutSummary.Builder view =
        CheckoutSummary.newBuilder()
            .setOfferId(offer.getId())
            .setValidUntil(offer.getValidUntil())
            .setCartId(offer.getCartId())
            .setCartVersion(Math.toIntExact(offer.getCartVersion()))
            .setCurrency(offer.getCurrency())
            .setSubtotal(amount.apply(totals.getGoodsMinor()))
            .setTax(amount.apply(totals.getTaxMinor()))
            .setTotal(amount.apply(totals.getTotalMinor()))
            .setPricesIncludeTax(totals.getPricesIncludeTax())
            .setPointsEarned(CheckoutViews.points(offer.getPointsEarned()));
    add(view.getDestinationBuilder(), content);
    add(view.getShippingBuilder(), offer.getShipping(), amount);
    offer.getOtherShippingList().forEach(way -> add(view.addOtherShippingBuilder(), way, amount));
    content.lines().forEach(line -> view.addLines(line(line, amount)));
    offer
        .getDiscountsList()
        .forEach(
            discount ->
                view.addDiscounts(
                    CheckoutDiscount.newBuilder()
                        .setName(discount.getName())
                        .setAmount(amount.apply(discount.getAmountMinor()))));
    view.getOrderBuilder()
        .setPossible(content.reasons().isEmpty())
        .addAllReasons(content.reasons());
    content.coupon().ifPresent(coupon -> add(view.getCouponBuilder(), coupon, amount));
    content.pointsHeld().ifPresent(held -> view.setPointsHeld(CheckoutViews.points(held)));
    content.recommendations().stream()
        .limit(MAX_RECOMMENDATIONS)
        .forEach(other -> view.addRecommendations(recommendation(other, language)));
    return view.build();
  }

  private static void add(CheckoutDestination.Builder view, CheckoutViews content) {
    Destination taken = content.offer().getDestination();
    view.setCountry(taken.getCountry());
    Known.text(taken.getPostalCode(), view::setPostalCode);
    content.address().ifPresent(own -> view.setAddressId(own.getAddressId()));
  }

  private static void add(
      CheckoutShipping.Builder view, OfferShipping way, LongFunction<CheckoutAmount> amount) {
    view.setMethod(way.getMethod()).setAmount(amount.apply(way.getAmountMinor()));
    if (way.getPickup()) {
      view.setPickup(true);
    }
    Known.text(way.getEarliest(), view::setEarliest);
    Known.text(way.getLatest(), view::setLatest);
  }

  private CheckoutLine line(CheckoutViews.Line line, LongFunction<CheckoutAmount> amount) {
    CheckoutLine.Builder view =
        CheckoutLine.newBuilder()
            .setProductId(line.line().getProductId())
            .setQuantity(line.line().getQuantity());
    if (!line.isOk()) {
      view.setState(line.state());
    }
    if (line.offered() != null) {
      view.setPrice(amount.apply(line.offered().getUnitMinor()))
          .setAmountFormatted(amount.apply(line.offered().getAmountMinor()).getFormatted());
    }
    if (line.product() != null) {
      add(view, line.product());
    }
    line.available().ifPresent(view::setAvailable);
    return view.build();
  }

  private void add(CheckoutLine.Builder view, Product product) {
    view.setName(product.getShortTitle());
    if (product.getImagesCount() > 0) {
      view.setImage(media.url(product.getImages(0).getUrl(), THUMBNAIL));
    }
  }

  private static void add(
      CheckoutCoupon.Builder view, Coupon coupon, LongFunction<CheckoutAmount> amount) {
    view.setCode(coupon.code()).setApplied(coupon.isApplied());
    coupon.refusal().ifPresent(view::setRefusal);
    coupon.minimumMinor().ifPresent(minor -> view.setMinimum(amount.apply(minor)));
  }

  private CheckoutRecommendation recommendation(Recommendation other, Locale language) {
    CheckoutRecommendation.Builder view =
        CheckoutRecommendation.newBuilder()
            .setProductId(other.getProductId())
            .setTitle(other.getTitle())
            .setPriceFormatted(MoneyViews.text(other.getPrice(), language));
    if (!other.getImageUrl().isEmpty()) {
      view.setImage(media.url(other.getImageUrl(), THUMBNAIL));
    }
    return view.build();
  }

  private static CheckoutAmount amount(DisplayAmount shown) {
    CheckoutAmount.Builder view = CheckoutAmount.newBuilder().setFormatted(shown.formatted());
    shown.minor().ifPresent(view::setMinor);
    return view.build();
  }
}
