package harbor.web.checkout;

import harbor.catalog.v1.Product;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.media.MediaUrls;
import harbor.kit.bff.plan.Screen;
import harbor.kit.bff.text.MoneyFormat;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.OfferDiscount;
import harbor.pricing.v1.OfferLine;
import harbor.pricing.v1.OfferShipping;
import harbor.pricing.v1.OfferTotals;
import harbor.recommendations.v1.Recommendation;
import harbor.screens.checkout.CheckoutQuestion;
import harbor.screens.checkout.CheckoutSummaryScreen;
import harbor.screens.checkout.CheckoutViews;
import harbor.screens.checkout.DisplayAmount;
import harbor.shop.v1.Destination;
import harbor.users.v1.Address;
import harbor.web.edge.Known;
import harbor.web.edge.ProductLinks;
import harbor.web.v1.CheckoutAmount;
import harbor.web.v1.CheckoutCoupon;
import harbor.web.v1.CheckoutDestination;
import harbor.web.v1.CheckoutDiscount;
import harbor.web.v1.CheckoutLine;
import harbor.web.v1.CheckoutOrder;
import harbor.web.v1.CheckoutPage;
import harbor.web.v1.CheckoutRecommendation;
import harbor.web.v1.CheckoutShipping;
import harbor.web.v1.CheckoutTotals;
import harbor.web.v1.Image;
import java.util.List;
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
    LongFunction<CheckoutAmount> amount = minor -> amount(minor, offer.getCurrency(), language);
    CheckoutPage.Builder view =
        CheckoutPage.newBuilder()
            .setOfferId(offer.getId())
            .setValidUntil(offer.getValidUntil())
            .setCartId(offer.getCartId())
            .setCartVersion(Math.toIntExact(offer.getCartVersion()))
            .setCurrency(offer.getCurrency())
            .setDestination(destination(content))
            .setShipping(shipping(offer.getShipping(), amount))
            .setTotals(totals(offer.getTotals(), amount))
            .setPointsEarned(points(offer.getPointsEarned()))
            .setOrder(order(content.reasons()));
    offer.getOtherShippingList().forEach(way -> view.addOtherShipping(shipping(way, amount)));
    content.lines().forEach(line -> view.addLines(line(line, amount)));
    offer.getDiscountsList().forEach(discount -> view.addDiscounts(discount(discount, amount)));
    if (offer.hasCoupon()) {
      view.setCoupon(coupon(content, amount));
    }
    content.pointsHeld().ifPresent(held -> view.setPointsHeld(points(held)));
    content
        .recommendations()
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

  private static CheckoutDestination destination(CheckoutViews content) {
    Destination taken = content.offer().getDestination();
    CheckoutDestination.Builder view =
        CheckoutDestination.newBuilder().setCountry(taken.getCountry());
    if (!taken.getRegion().isEmpty()) {
      view.setRegion(taken.getRegion());
    }
    if (!taken.getPostalCode().isEmpty()) {
      view.setPostalCode(taken.getPostalCode());
    }
    content.address().ifPresent(own -> add(view, own));
    return view.build();
  }

  private static void add(CheckoutDestination.Builder view, Address own) {
    view.setAddressId(own.getAddressId())
        .setName(own.getPostal().getName())
        .addAllAddressLines(own.getPostal().getLinesList())
        .setCity(own.getPostal().getCity());
  }

  private static CheckoutShipping shipping(OfferShipping way, LongFunction<CheckoutAmount> amount) {
    CheckoutShipping.Builder view =
        CheckoutShipping.newBuilder()
            .setMethod(way.getMethod())
            .setAmount(amount.apply(way.getAmountMinor()))
            .setTax(amount.apply(way.getTaxMinor()))
            .setPickup(way.getPickup());
    if (!way.getEarliest().isEmpty()) {
      view.setEarliest(way.getEarliest());
    }
    if (!way.getLatest().isEmpty()) {
      view.setLatest(way.getLatest());
    }
    return view.build();
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

  private static CheckoutDiscount discount(
      OfferDiscount discount, LongFunction<CheckoutAmount> amount) {
    CheckoutDiscount.Builder view =
        CheckoutDiscount.newBuilder()
            .setName(discount.getName())
            .setAmount(amount.apply(discount.getAmountMinor()));
    if (!discount.getCouponCode().isEmpty()) {
      view.setCouponCode(discount.getCouponCode());
    }
    return view.build();
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
                    other.getPrice().getMinor(), other.getPrice().getCurrency(), language))
            .setLink(ProductLinks.of(other.getProductId(), other.getLink()));
    if (!other.getImageUrl().isEmpty()) {
      view.setImage(image(other.getImageUrl(), other.getTitle()));
    }
    return view.build();
  }
}
