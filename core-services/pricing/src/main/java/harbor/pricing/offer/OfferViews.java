package harbor.pricing.offer;

import harbor.pricing.v1.CouponRefusal;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.OfferCoupon;
import harbor.pricing.v1.OfferDiscount;
import harbor.pricing.v1.OfferLine;
import harbor.pricing.v1.OfferShipping;
import harbor.pricing.v1.OfferTotals;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Offers as callers see them. */
final class OfferViews {
  private OfferViews() {}

  /** All of it but id, end and audit, which it gets when it is kept. */
  static Offer content(MadeOffer made) {
    boolean showsTax = made.quote().showsTax();
    Offer.Builder offer =
        Offer.newBuilder()
            .setCartId(made.question().cartId())
            .setCartVersion(made.question().cartVersion())
            .setCurrency(made.goods().currency())
            .setLocale(made.locale())
            .setDestination(
                harbor.shop.v1.Destination.newBuilder()
                    .setCountry(made.destination().country())
                    .setRegion(made.destination().region())
                    .setPostalCode(made.destination().postalCode()))
            .addAllUnsellableProductIds(made.goods().unsellable())
            .setShipping(shipping(made.quote().shipping(), showsTax))
            .setTotals(totals(made))
            .setPointsEarned(made.points());
    for (int i = 0; i < made.goods().lines().size(); i++) {
      offer.addLines(
          line(
              made.goods().lines().get(i),
              made.discounts().ofLines().get(i),
              made.quote().lines().get(i)));
    }
    for (Discounts.Taken taken : made.discounts().taken()) {
      offer.addDiscounts(
          OfferDiscount.newBuilder()
              .setPromotionId(taken.promotion().id())
              .setName(taken.promotion().name())
              .setCouponCode(taken.promotion().couponCode())
              .setAmountMinor(taken.minor()));
    }
    made.discounts().coupon().ifPresent(coupon -> offer.setCoupon(coupon(coupon)));
    made.quote().others().forEach(other -> offer.addOtherShipping(shipping(other, showsTax)));
    return offer.build();
  }

  /** What differs between what was agreed and what it would be now, by the names of its fields. */
  static List<String> differences(Offer agreed, Offer now) {
    List<String> differences = new ArrayList<>();
    compare("currency", Offer::getCurrency, agreed, now, differences);
    compare(
        "destination",
        offer -> List.of(offer.getDestination().getCountry(), offer.getDestination().getRegion()),
        agreed,
        now,
        differences);
    compare("lines", Offer::getLinesList, agreed, now, differences);
    compare("unsellable_product_ids", Offer::getUnsellableProductIdsList, agreed, now, differences);
    compare("discounts", OfferViews::taken, agreed, now, differences);
    compare("shipping", Offer::getShipping, agreed, now, differences);
    compare("totals", Offer::getTotals, agreed, now, differences);
    return differences;
  }

  private static void compare(
      String field, Function<Offer, Object> of, Offer agreed, Offer now, List<String> differences) {
    if (!of.apply(agreed).equals(of.apply(now))) {
      differences.add(field);
    }
  }

  /** What was taken off; that a promotion has another name is no difference. */
  private static List<Object> taken(Offer offer) {
    return offer.getDiscountsList().stream()
        .<Object>map(discount -> List.of(discount.getPromotionId(), discount.getAmountMinor()))
        .toList();
  }

  private static OfferLine line(GoodsLine line, long discount, Taxed taxed) {
    return OfferLine.newBuilder()
        .setProductId(line.productId())
        .setQuantity(line.quantity())
        .setUnitMinor(line.unitMinor())
        .setListMinor(line.listMinor())
        .setDiscountMinor(discount)
        .setAmountMinor(line.listMinor() - discount)
        .setNetMinor(taxed.netMinor())
        .setTaxMinor(taxed.taxMinor())
        .setGrossMinor(taxed.grossMinor())
        .setTaxRateBasisPoints(taxed.rateBasisPoints())
        .addAllPieceGrossMinor(Taxed.pieces(taxed.grossMinor(), line.quantity()))
        .addAllPieceTaxMinor(Taxed.pieces(taxed.taxMinor(), line.quantity()))
        .build();
  }

  private static OfferShipping shipping(Quote.Shipping shipping, boolean showsTax) {
    return OfferShipping.newBuilder()
        .setMethod(shipping.option().method())
        .setAmountMinor(shipping.cost().shownMinor(showsTax))
        .setNetMinor(shipping.cost().netMinor())
        .setTaxMinor(shipping.cost().taxMinor())
        .setGrossMinor(shipping.cost().grossMinor())
        .setEarliest(shipping.option().earliest())
        .setLatest(shipping.option().latest())
        .setPickup(shipping.option().pickup())
        .build();
  }

  private static OfferTotals totals(MadeOffer made) {
    boolean showsTax = made.quote().showsTax();
    Taxed total = made.total();
    return OfferTotals.newBuilder()
        .setListMinor(made.goods().listMinor())
        .setDiscountMinor(made.discountMinor())
        .setGoodsMinor(made.goodsTax().shownMinor(showsTax))
        .setShippingMinor(made.quote().shipping().cost().shownMinor(showsTax))
        .setNetMinor(total.netMinor())
        .setTaxMinor(total.taxMinor())
        .setTotalMinor(total.grossMinor())
        .setPricesIncludeTax(showsTax)
        .build();
  }

  private static OfferCoupon coupon(Coupon coupon) {
    return OfferCoupon.newBuilder()
        .setCode(coupon.code())
        .setApplied(coupon.refusal().isEmpty())
        .setRefusal(
            coupon
                .refusal()
                .map(OfferViews::refusal)
                .orElse(CouponRefusal.COUPON_REFUSAL_UNSPECIFIED))
        .setMinimumMinor(coupon.minimumMinor())
        .build();
  }

  private static CouponRefusal refusal(Coupon.Refusal refusal) {
    return switch (refusal) {
      case UNKNOWN -> CouponRefusal.COUPON_REFUSAL_UNKNOWN;
      case NOT_VALID_NOW -> CouponRefusal.COUPON_REFUSAL_NOT_VALID_NOW;
      case SPENT -> CouponRefusal.COUPON_REFUSAL_SPENT;
      case SPENT_BY_PERSON -> CouponRefusal.COUPON_REFUSAL_SPENT_BY_PERSON;
      case BELOW_MINIMUM -> CouponRefusal.COUPON_REFUSAL_BELOW_MINIMUM;
      case NOT_FOR_THESE -> CouponRefusal.COUPON_REFUSAL_NOT_FOR_THESE;
    };
  }
}
