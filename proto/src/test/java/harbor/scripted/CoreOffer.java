package harbor.scripted;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import harbor.pricing.v1.GetOfferResponse;
import harbor.pricing.v1.GetSubtotalResponse;
import harbor.pricing.v1.MakeOfferResponse;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.OfferCoupon;
import harbor.pricing.v1.OfferDiscount;
import harbor.pricing.v1.OfferLine;
import harbor.pricing.v1.OfferShipping;
import harbor.pricing.v1.OfferTotals;
import harbor.pricing.v1.OffersServiceGrpc;
import harbor.shop.v1.Destination;
import harbor.type.v1.Money;
import io.grpc.MethodDescriptor;
import java.util.Map;

/** What pricing offers for one cart. */
public final class CoreOffer {
  private CoreOffer() {}

  /** For {@link CoreCart#ordinary}: two lines with a tenth off, one that cannot be sold. */
  public static Offer ordinary() {
    return Offer.newBuilder()
        .setId("offerofferofferoffer01")
        .setCartId("cartcartcartcartcart01")
        .setCartVersion(3)
        .setCurrency("EUR")
        .setLocale("de-AT")
        .setDestination(
            Destination.newBuilder().setCountry("AT").setRegion("Wien").setPostalCode("1010"))
        .addLines(line("HB1001", 2, 4_990, 998, 1_497))
        .addLines(line("HB2001", 1, 129_900, 12_990, 19_485))
        .addUnsellableProductIds("HB9999")
        .addDiscounts(
            OfferDiscount.newBuilder()
                .setPromotionId("spring-10")
                .setName("A tenth off in spring")
                .setCouponCode("SPRING")
                .setAmountMinor(13_988))
        .setCoupon(
            OfferCoupon.newBuilder().setCode("SPRING").setApplied(true).setMinimumMinor(5_000))
        .setShipping(shipping("standard", 490, 82, "2027-03-03", "2027-03-05"))
        .addOtherShipping(shipping("express", 990, 165, "2027-03-02", "2027-03-02"))
        .addOtherShipping(
            shipping("pickup", 0, 0, "2027-03-02", "2027-03-04").toBuilder().setPickup(true))
        .setTotals(
            OfferTotals.newBuilder()
                .setListMinor(139_880)
                .setDiscountMinor(13_988)
                .setGoodsMinor(125_892)
                .setShippingMinor(490)
                .setNetMinor(105_318)
                .setTaxMinor(21_064)
                .setTotalMinor(126_382)
                .setPricesIncludeTax(true))
        .setPointsEarned(1_258)
        .setValidUntil(Timestamp.newBuilder().setSeconds(1_804_063_600))
        .build();
  }

  /**
   * A line whose prices include the tax at a rate of 20 per cent.
   *
   * @param tax the tax in the line
   */
  public static OfferLine line(String product, int quantity, long unit, long discount, long tax) {
    long amount = unit * quantity - discount;
    return OfferLine.newBuilder()
        .setProductId(product)
        .setQuantity(quantity)
        .setUnitMinor(unit)
        .setListMinor(unit * quantity)
        .setDiscountMinor(discount)
        .setAmountMinor(amount)
        .setNetMinor(amount - tax)
        .setTaxMinor(tax)
        .setGrossMinor(amount)
        .setTaxRateBasisPoints(2_000)
        .build();
  }

  private static OfferShipping shipping(
      String method, long gross, long tax, String earliest, String latest) {
    return OfferShipping.newBuilder()
        .setMethod(method)
        .setAmountMinor(gross)
        .setNetMinor(gross - tax)
        .setTaxMinor(tax)
        .setGrossMinor(gross)
        .setEarliest(earliest)
        .setLatest(latest)
        .build();
  }

  /** Whatever is asked of it. */
  static Map<MethodDescriptor<?, ?>, Message> answers() {
    return Map.of(
        OffersServiceGrpc.getMakeOfferMethod(),
        MakeOfferResponse.newBuilder().setOffer(ordinary()).build(),
        OffersServiceGrpc.getGetSubtotalMethod(),
        GetSubtotalResponse.newBuilder()
            .setSubtotal(Money.newBuilder().setMinor(12_970).setCurrency("EUR"))
            .build(),
        OffersServiceGrpc.getGetOfferMethod(),
        GetOfferResponse.newBuilder().setOffer(ordinary()).build());
  }
}
