package harbor.mobile.checkout;

import harbor.catalog.v1.Product;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.media.MediaUrls;
import harbor.kit.bff.plan.Screen;
import harbor.kit.bff.text.MoneyFormat;
import harbor.mobile.v1.CheckoutAmount;
import harbor.mobile.v1.CheckoutCoupon;
import harbor.mobile.v1.CheckoutDestination;
import harbor.mobile.v1.CheckoutDiscount;
import harbor.mobile.v1.CheckoutLine;
import harbor.mobile.v1.CheckoutOrder;
import harbor.mobile.v1.CheckoutRecommendation;
import harbor.mobile.v1.CheckoutShipping;
import harbor.mobile.v1.CheckoutSummary;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.OfferShipping;
import harbor.pricing.v1.OfferTotals;
import harbor.recommendations.v1.Recommendation;
import harbor.screens.checkout.CheckoutQuestion;
import harbor.screens.checkout.CheckoutSummaryScreen;
import harbor.screens.checkout.CheckoutViews;
import harbor.screens.checkout.DisplayAmount;
import harbor.shop.v1.Destination;
import java.util.List;
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
    LongFunction<CheckoutAmount> amount = minor -> amount(minor, offer.getCurrency(), language);
    CheckoutSummary.Builder view =
        CheckoutSummary.newBuilder()
            .setOfferId(offer.getId())
            .setValidUntil(offer.getValidUntil())
            .setCartId(offer.getCartId())
            .setCartVersion(Math.toIntExact(offer.getCartVersion()))
            .setCurrency(offer.getCurrency())
            .setDestination(destination(content))
            .setShipping(shipping(offer.getShipping(), amount))
            .setSubtotal(amount.apply(totals.getGoodsMinor()))
            .setTax(amount.apply(totals.getTaxMinor()))
            .setTotal(amount.apply(totals.getTotalMinor()))
            .setPricesIncludeTax(totals.getPricesIncludeTax())
            .setPointsEarned(points(offer.getPointsEarned()))
            .setOrder(order(content.reasons()));
    offer.getOtherShippingList().forEach(way -> view.addOtherShipping(shipping(way, amount)));
    content.lines().forEach(line -> view.addLines(line(line, amount)));
    offer
        .getDiscountsList()
        .forEach(
            discount ->
                view.addDiscounts(
                    CheckoutDiscount.newBuilder()
                        .setName(discount.getName())
                        .setAmount(amount.apply(discount.getAmountMinor()))));
    if (offer.hasCoupon()) {
      view.setCoupon(coupon(content, amount));
    }
    content.pointsHeld().ifPresent(held -> view.setPointsHeld(points(held)));
    content.recommendations().stream()
        .limit(MAX_RECOMMENDATIONS)
        .forEach(other -> view.addRecommendations(recommendation(other, language)));
    return view.build();
  }

  private static CheckoutAmount amount(long minor, String currency, Locale language) {
    DisplayAmount shown = DisplayAmount.of(minor, currency, language);
    CheckoutAmount.Builder view = CheckoutAmount.newBuilder().setFormatted(shown.formatted());
    shown.minor().ifPresent(view::setMinor);
    return view.build();
  }

  /** A balance beyond the view's numbers is shown as the largest, or the least, of them. */
  private static int points(long points) {
    return Math.clamp(points, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static CheckoutDestination destination(CheckoutViews content) {
    Destination taken = content.offer().getDestination();
    CheckoutDestination.Builder view =
        CheckoutDestination.newBuilder().setCountry(taken.getCountry());
    if (!taken.getPostalCode().isEmpty()) {
      view.setPostalCode(taken.getPostalCode());
    }
    content.address().ifPresent(own -> view.setAddressId(own.getAddressId()));
    return view.build();
  }

  private static CheckoutShipping shipping(OfferShipping way, LongFunction<CheckoutAmount> amount) {
    CheckoutShipping.Builder view =
        CheckoutShipping.newBuilder()
            .setMethod(way.getMethod())
            .setAmount(amount.apply(way.getAmountMinor()));
    if (way.getPickup()) {
      view.setPickup(true);
    }
    if (!way.getEarliest().isEmpty()) {
      view.setEarliest(way.getEarliest());
    }
    if (!way.getLatest().isEmpty()) {
      view.setLatest(way.getLatest());
    }
    return view.build();
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

  private static CheckoutCoupon coupon(CheckoutViews content, LongFunction<CheckoutAmount> amount) {
    CheckoutCoupon.Builder view =
        CheckoutCoupon.newBuilder()
            .setCode(content.offer().getCoupon().getCode())
            .setApplied(content.offer().getCoupon().getApplied());
    content.couponRefusal().ifPresent(view::setRefusal);
    if (content.offer().getCoupon().getMinimumMinor() > 0) {
      view.setMinimum(amount.apply(content.offer().getCoupon().getMinimumMinor()));
    }
    return view.build();
  }

  private static CheckoutOrder order(List<String> reasons) {
    return CheckoutOrder.newBuilder().setPossible(reasons.isEmpty()).addAllReasons(reasons).build();
  }

  private CheckoutRecommendation recommendation(Recommendation other, Locale language) {
    CheckoutRecommendation.Builder view =
        CheckoutRecommendation.newBuilder()
            .setProductId(other.getProductId())
            .setTitle(other.getTitle())
            .setPriceFormatted(
                MoneyFormat.format(
                    other.getPrice().getMinor(), other.getPrice().getCurrency(), language));
    if (!other.getImageUrl().isEmpty()) {
      view.setImage(media.url(other.getImageUrl(), THUMBNAIL));
    }
    return view.build();
  }
}
