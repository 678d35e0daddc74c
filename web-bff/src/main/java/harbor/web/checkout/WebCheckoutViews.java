package harbor.web.checkout;

import harbor.catalog.v1.Product;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.media.MediaUrls;
import harbor.kit.bff.plan.Screen;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.OfferDiscount;
import harbor.pricing.v1.OfferLine;
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
import harbor.users.v1.Address;
import harbor.web.edge.ProductLinks;
import harbor.web.v1.CheckoutAmount;
import harbor.web.v1.CheckoutCoupon;
import harbor.web.v1.CheckoutDestination;
import harbor.web.v1.CheckoutDiscount;
import harbor.web.v1.CheckoutLine;
import harbor.web.v1.CheckoutPage;
import harbor.web.v1.CheckoutRecommendation;
import harbor.web.v1.CheckoutShipping;
import harbor.web.v1.CheckoutTotals;
import harbor.web.v1.Image;
import java.util.Locale;
import java.util.function.LongFunction;

/** The checkout in the browser: every sum that pricing states. */
public final class WebCheckoutViews {
  private static final int FULL = 1_920;
  private static final int MEDIUM = 400;
  private static final int THUMBNAIL = 120;

  private final MediaUrls media;

  WebCheckoutViews(MediaUrls media) {
    this.media = media;
  }

  /** The screen, with pictures from there. */
  public static Screen<CheckoutQuestion, CheckoutPage> screen(Kit kit, MediaUrls media) {
    return CheckoutSummaryScreen.of(
        "web.checkout", CheckoutPage.class, new WebCheckoutViews(media)::view, kit);
  }

  CheckoutPage view(CheckoutViews content, Locale language) {
    Offer offer = content.offer();
    LongFunction<CheckoutAmount> amount =
        minor -> amount(DisplayAmount.of(minor, offer.getCurrency(), language));
    CheckoutPage.Builder view =
        CheckoutPage.newBuilder()
            .setOfferId(offer.getId())
            .setValidUntil(offer.getValidUntil())
            .setCartId(offer.getCartId())
            .setCartVersion(Math.toIntExact(offer.getCartVersion()))
            .setCurrency(offer.getCurrency())
            .setTotals(totals(offer.getTotals(), amount))
            .setPointsEarned(CheckoutViews.points(offer.getPointsEarned()));
    add(view.getDestinationBuilder(), content);
    add(view.getShippingBuilder(), offer.getShipping(), amount);
    offer.getOtherShippingList().forEach(way -> add(view.addOtherShippingBuilder(), way, amount));
    content.lines().forEach(line -> view.addLines(line(line, amount)));
    offer.getDiscountsList().forEach(discount -> view.addDiscounts(discount(discount, amount)));
    view.getOrderBuilder()
        .setPossible(content.reasons().isEmpty())
        .addAllReasons(content.reasons());
    content.coupon().ifPresent(coupon -> add(view.getCouponBuilder(), coupon, amount));
    content.pointsHeld().ifPresent(held -> view.setPointsHeld(CheckoutViews.points(held)));
    content
        .recommendations()
        .forEach(other -> view.addRecommendations(recommendation(other, language)));
    return view.build();
  }

  private static CheckoutTotals totals(OfferTotals totals, LongFunction<CheckoutAmount> amount) {
    return CheckoutTotals.newBuilder()
        .setList(amount.apply(totals.getListMinor()))
        .setDiscount(amount.apply(totals.getDiscountMinor()))
        .setSubtotal(amount.apply(totals.getGoodsMinor()))
        .setShipping(amount.apply(totals.getShippingMinor()))
        .setNet(amount.apply(totals.getNetMinor()))
        .setTax(amount.apply(totals.getTaxMinor()))
        .setTotal(amount.apply(totals.getTotalMinor()))
        .setPricesIncludeTax(totals.getPricesIncludeTax())
        .build();
  }

  private static void add(CheckoutDestination.Builder view, CheckoutViews content) {
    Destination taken = content.offer().getDestination();
    view.setCountry(taken.getCountry());
    Known.text(taken.getRegion(), view::setRegion);
    Known.text(taken.getPostalCode(), view::setPostalCode);
    content.address().ifPresent(own -> add(view, own));
  }

  private static void add(CheckoutDestination.Builder view, Address own) {
    view.setAddressId(own.getAddressId())
        .setName(own.getPostal().getName())
        .addAllAddressLines(own.getPostal().getLinesList())
        .setCity(own.getPostal().getCity());
  }

  private static void add(
      CheckoutShipping.Builder view, OfferShipping way, LongFunction<CheckoutAmount> amount) {
    view.setMethod(way.getMethod())
        .setAmount(amount.apply(way.getAmountMinor()))
        .setTax(amount.apply(way.getTaxMinor()))
        .setPickup(way.getPickup());
    Known.text(way.getEarliest(), view::setEarliest);
    Known.text(way.getLatest(), view::setLatest);
  }

  private CheckoutLine line(CheckoutViews.Line line, LongFunction<CheckoutAmount> amount) {
    String product = line.line().getProductId();
    CheckoutLine.Builder view =
        CheckoutLine.newBuilder()
            .setId(line.line().getId())
            .setProductId(product)
            .setQuantity(line.line().getQuantity())
            .setState(line.state())
            .setLink(ProductLinks.of(product));
    if (line.offered() != null) {
      add(view, line.offered(), amount);
    }
    if (line.product() != null) {
      add(view, line.product());
    }
    line.available().ifPresent(view::setAvailable);
    return view.build();
  }

  private static void add(
      CheckoutLine.Builder view, OfferLine offered, LongFunction<CheckoutAmount> amount) {
    view.setPrice(amount.apply(offered.getUnitMinor()))
        .setList(amount.apply(offered.getListMinor()))
        .setDiscount(amount.apply(offered.getDiscountMinor()))
        .setAmount(amount.apply(offered.getAmountMinor()))
        .setTax(amount.apply(offered.getTaxMinor()))
        .setTaxRateBasisPoints(offered.getTaxRateBasisPoints());
  }

  private void add(CheckoutLine.Builder view, Product product) {
    view.setName(product.getTitle());
    if (product.getImagesCount() > 0) {
      view.setImage(image(product.getImages(0).getUrl(), product.getImages(0).getAlt()));
    }
  }

  private Image image(String template, String alt) {
    Image.Builder view = Image.newBuilder();
    Known.text(alt, view::setAlt);
    return view.setUrl(media.url(template, FULL))
        .setMediumUrl(media.url(template, MEDIUM))
        .setThumbnailUrl(media.url(template, THUMBNAIL))
        .build();
  }

  private static void add(
      CheckoutCoupon.Builder view, Coupon coupon, LongFunction<CheckoutAmount> amount) {
    view.setCode(coupon.code()).setApplied(coupon.isApplied());
    coupon.refusal().ifPresent(view::setRefusal);
    coupon.minimumMinor().ifPresent(minor -> view.setMinimum(amount.apply(minor)));
  }

  private static CheckoutDiscount discount(
      OfferDiscount discount, LongFunction<CheckoutAmount> amount) {
    CheckoutDiscount.Builder view =
        CheckoutDiscount.newBuilder()
            .setName(discount.getName())
            .setAmount(amount.apply(discount.getAmountMinor()));
    Known.text(discount.getCouponCode(), view::setCouponCode);
    return view.build();
  }

  private CheckoutRecommendation recommendation(Recommendation other, Locale language) {
    CheckoutRecommendation.Builder view =
        CheckoutRecommendation.newBuilder()
            .setProductId(other.getProductId())
            .setTitle(other.getTitle())
            .setPriceFormatted(MoneyViews.text(other.getPrice(), language))
            .setLink(ProductLinks.of(other.getProductId(), other.getLink()));
    if (!other.getImageUrl().isEmpty()) {
      view.setImage(image(other.getImageUrl(), other.getTitle()));
    }
    return view.build();
  }

  private static CheckoutAmount amount(DisplayAmount shown) {
    CheckoutAmount.Builder view = CheckoutAmount.newBuilder().setFormatted(shown.formatted());
    shown.minor().ifPresent(view::setMinor);
    return view.build();
  }
}
