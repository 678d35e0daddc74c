package harbor.pricing.offer;

import static harbor.pricing.offer.TestShop.GERMANY;
import static harbor.pricing.offer.TestShop.item;
import static harbor.pricing.offer.TestShop.promotion;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import harbor.kit.service.call.Failure;
import harbor.pricing.v1.CouponRefusal;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.OfferDiscount;
import harbor.pricing.v1.OfferLine;
import harbor.pricing.v1.OfferShipping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What offers come to, worked out by hand. */
class OfferArithmeticTest {
  private static final Destination AUSTRIA = new Destination("AT", "", "1010");

  private final TestShop shop = new TestShop();

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void offer_statesEverything() {
    shop.shipping.set(
        "DE",
        new FakeShipping.Method("standard", 490, 0),
        new FakeShipping.Method("express", 990, 0),
        new FakeShipping.Method("pickup", 0, 0));
    shop.price("a", 1190).grant(promotion("ten", "TEN", 1, new Reduction.Percent(1000)));

    Offer offer = shop.offer(GERMANY, "standard", "TEN", item("a", 2));

    assertThat(offer.getLocale()).isEqualTo("de-DE");
    assertThat(offer.getCurrency()).isEqualTo("EUR");
    assertThat(offer.getLinesList())
        .containsExactly(
            OfferLine.newBuilder()
                .setProductId("a")
                .setQuantity(2)
                .setUnitMinor(1190)
                .setListMinor(2380)
                .setDiscountMinor(238)
                .setAmountMinor(2142)
                .setNetMinor(1800)
                .setTaxMinor(342)
                .setGrossMinor(2142)
                .setTaxRateBasisPoints(1900)
                .build());
    assertThat(offer.getDiscountsList())
        .containsExactly(
            OfferDiscount.newBuilder()
                .setPromotionId("ten")
                .setName("Name of ten")
                .setCouponCode("TEN")
                .setAmountMinor(238)
                .build());
    assertThat(offer.getShipping())
        .isEqualTo(
            OfferShipping.newBuilder()
                .setMethod("standard")
                .setAmountMinor(490)
                .setNetMinor(412)
                .setTaxMinor(78)
                .setGrossMinor(490)
                .setEarliest("2027-03-02")
                .setLatest("2027-03-04")
                .build());
    assertThat(offer.getOtherShippingList())
        .extracting(
            OfferShipping::getMethod, OfferShipping::getGrossMinor, OfferShipping::getPickup)
        .containsExactly(tuple("pickup", 0L, true), tuple("express", 990L, false));
    assertThat(offer.getTotals().getListMinor()).isEqualTo(2380);
    assertThat(offer.getTotals().getDiscountMinor()).isEqualTo(238);
    assertThat(offer.getTotals().getGoodsMinor()).isEqualTo(2142);
    assertThat(offer.getTotals().getShippingMinor()).isEqualTo(490);
    assertThat(offer.getTotals().getNetMinor()).isEqualTo(2212);
    assertThat(offer.getTotals().getTaxMinor()).isEqualTo(420);
    assertThat(offer.getTotals().getTotalMinor()).isEqualTo(2632);
    assertThat(offer.getTotals().getPricesIncludeTax()).isTrue();
    assertThat(offer.getPointsEarned()).isEqualTo(21);
  }

  /** Both are asked once for the goods, and tax once for each cost; nobody is asked twice. */
  @Test
  void taxAndShipping_areAskedNoMoreThanTheyMust() {
    shop.shipping.set(
        "DE",
        new FakeShipping.Method("standard", 490, 0),
        new FakeShipping.Method("parcel-shop", 490, 0),
        new FakeShipping.Method("pickup", 0, 0));
    shop.price("a", 1000);

    var _ = shop.offer("", item("a", 1));

    assertThat(shop.shipping.asked).hasSize(1);
    assertThat(shop.tax.asked).hasSize(2);
  }

  @Test
  void condition_looksAtUndiscountedGoods_andIsAskedEachTime() {
    shop.price("a", 9999).price("b", 1001);
    shop.grant(promotion("p", "OFF", 1, new Reduction.Amount(2000), 10_000));

    for (int i = 0; i < 5; i++) {
      assertThat(total(shop.offer("OFF", item("a", 1), item("b", 1)))).isEqualTo(9000);
    }
    Offer less = shop.offer("OFF", item("a", 1));

    assertThat(total(less)).isEqualTo(9999);
    assertThat(less.getCoupon().getApplied()).isFalse();
    assertThat(less.getCoupon().getRefusal()).isEqualTo(CouponRefusal.COUPON_REFUSAL_BELOW_MINIMUM);
    assertThat(less.getCoupon().getMinimumMinor()).isEqualTo(10_000);
    Offer again = shop.offer("OFF", item("a", 1), item("b", 1));
    assertThat(total(again)).isEqualTo(9000);
    assertThat(again.getCoupon().getApplied()).isTrue();
    assertThat(again.getCoupon().getRefusal()).isEqualTo(CouponRefusal.COUPON_REFUSAL_UNSPECIFIED);
  }

  @ParameterizedTest
  @CsvSource({"1, 2, 6750", "2, 1, 6500"})
  void promotions_areTakenInTheOrderOfTheirData(int amountAt, int percentAt, long total) {
    shop.price("a", 10_000);
    shop.grant(promotion("x", "", amountAt, new Reduction.Amount(1000)));
    shop.grant(promotion("y", "CODE", percentAt, new Reduction.Percent(2500)));

    assertThat(total(shop.offer("CODE", item("a", 1)))).isEqualTo(total);
  }

  @Test
  void promotions_ofTheSamePosition_areTakenInTheOrderOfTheirIds() {
    shop.price("a", 10_000);
    shop.grant(promotion("b", "", 1, new Reduction.Amount(1000)));
    shop.grant(promotion("a", "", 1, new Reduction.Percent(2500)));

    assertThat(total(shop.offer("", item("a", 1)))).isEqualTo(6500);
  }

  @Test
  void total_neverFallsBelowZero() {
    shop.price("a", 500).price("b", 400);
    shop.grant(promotion("all", "", 1, new Reduction.Percent(10_000)));
    shop.grant(promotion("more", "MORE", 2, new Reduction.Amount(500)));

    Offer offer = shop.offer("MORE", item("a", 1), item("b", 1));

    assertThat(offer.getTotals().getDiscountMinor()).isEqualTo(900);
    assertThat(total(offer)).isZero();
    assertThat(offer.getDiscountsList())
        .extracting(OfferDiscount::getPromotionId)
        .containsExactly("all");
    assertThat(offer.getCoupon().getRefusal())
        .isEqualTo(CouponRefusal.COUPON_REFUSAL_NOT_FOR_THESE);
    assertThat(total(shop.offer("MORE", item("a", 1)))).isZero();
  }

  @Test
  void amountLargerThanTheGoods_takesWhatTheyCost() {
    shop.price("a", 300).grant(promotion("p", "", 1, new Reduction.Amount(500)));

    Offer offer = shop.offer("", item("a", 1));

    assertThat(offer.getDiscounts(0).getAmountMinor()).isEqualTo(300);
    assertThat(total(offer)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "2027-02-28T22:59:59Z, 5000",
    "2027-02-28T23:00:00Z, 4500",
    "2027-03-31T21:59:59Z, 4500",
    "2027-03-31T22:00:00Z, 5000"
  })
  void lastDay_isIncluded_inTheMarketsZone(String at, long total) {
    shop.price("a", 5000);
    shop.grant(
        TestShop.on(
            promotion("p", "SPRING", 1, new Reduction.Amount(500)), "2027-03-01", "2027-03-31"));
    shop.at(at);

    Offer offer = shop.offer("SPRING", item("a", 1));

    assertThat(total(offer)).isEqualTo(total);
    assertThat(offer.getCoupon().getApplied()).isEqualTo(total == 4500);
    if (total == 5000) {
      assertThat(offer.getCoupon().getRefusal())
          .isEqualTo(CouponRefusal.COUPON_REFUSAL_NOT_VALID_NOW);
    }
  }

  @Test
  void code_thatNobodyKnows_isSaid() {
    shop.price("a", 5000);

    assertThat(shop.offer("NONE", item("a", 1)).getCoupon().getRefusal())
        .isEqualTo(CouponRefusal.COUPON_REFUSAL_UNKNOWN);
    assertThat(shop.offer("", item("a", 1)).hasCoupon()).isFalse();
  }

  @Test
  void promotionForSomeProducts_leavesTheOthers() {
    shop.price("a", 1000).price("b", 1000);
    shop.grant(TestShop.in(promotion("p", "B", 1, new Reduction.Percent(5000)), "", List.of("b")));

    Offer both = shop.offer("B", item("a", 1), item("b", 1));

    assertThat(both.getLinesList())
        .extracting(OfferLine::getDiscountMinor)
        .containsExactly(0L, 500L);
    assertThat(shop.offer("B", item("a", 1)).getCoupon().getRefusal())
        .isEqualTo(CouponRefusal.COUPON_REFUSAL_NOT_FOR_THESE);
  }

  @Test
  void promotionInAnotherCurrency_isNotTaken() {
    shop.in("JPY").price("a", 1000);
    shop.grant(promotion("p", "EURO", 1, new Reduction.Amount(500)));

    Offer offer = shop.offer("EURO", item("a", 1));

    assertThat(total(offer)).isEqualTo(1000);
    assertThat(offer.getCoupon().getRefusal())
        .isEqualTo(CouponRefusal.COUPON_REFUSAL_NOT_FOR_THESE);
  }

  @Test
  void amountOff_isSpreadByLargestRemainder() {
    shop.price("a", 3330).price("b", 3330).price("c", 3330);
    shop.grant(promotion("p", "", 1, new Reduction.Amount(1000)));

    Offer offer = shop.offer("", item("a", 1), item("b", 1), item("c", 1));

    assertThat(offer.getLinesList())
        .extracting(OfferLine::getDiscountMinor)
        .containsExactly(334L, 333L, 333L);
    assertThat(total(offer)).isEqualTo(8990);
  }

  @Test
  void amountOff_isSpreadToTheCent_whenLinesDiffer() {
    shop.price("a", 1999).price("b", 4999).price("c", 3);
    shop.grant(promotion("p", "", 1, new Reduction.Amount(1000)));

    Offer offer = shop.offer("", item("a", 1), item("b", 1), item("c", 1));

    assertThat(offer.getLinesList())
        .extracting(OfferLine::getDiscountMinor)
        .containsExactly(286L, 714L, 0L);
    assertThat(offer.getLinesList())
        .allSatisfy(
            line ->
                assertThat(line.getListMinor() - line.getDiscountMinor())
                    .isEqualTo(line.getAmountMinor()));
  }

  @ParameterizedTest
  @CsvSource({"699, 1, 2000, 116, 583", "3823, 10, 2000, 6372, 31858"})
  void inclusivePrice_roundsTheTaxAlone(long price, int quantity, int rate, long tax, long net) {
    shop.tax.set("DE", FakeTax.Country.including(rate));
    shop.price("a", price);

    Offer offer = shop.offer("", item("a", quantity));

    assertThat(offer.getTotals().getTaxMinor()).isEqualTo(tax);
    assertThat(offer.getTotals().getNetMinor()).isEqualTo(net);
    assertThat(total(offer)).isEqualTo(price * quantity);
  }

  @Test
  void totals_areSumsOfLines() {
    shop.tax.set("DE", FakeTax.Country.including(2100));
    shop.price("a", 37_900).price("b", 37_900);

    Offer offer = shop.offer("", item("a", 1), item("b", 1));

    assertThat(offer.getLinesList())
        .extracting(OfferLine::getTaxMinor)
        .containsExactly(6578L, 6578L);
    assertThat(offer.getTotals().getTaxMinor()).isEqualTo(13_156);
    assertThat(offer.getTotals().getNetMinor()).isEqualTo(62_644);
    assertThat(total(offer)).isEqualTo(75_800);
  }

  @ParameterizedTest
  @CsvSource({"JPY, 985, 1000, 98, 887", "JPY, 995, 1000, 100, 895", "KWD, 5124, 1250, 640, 4484"})
  void currencies_haveTheirOwnDigits(
      String currency, long price, int percent, long off, long total) {
    shop.in(currency).price("a", price);
    shop.grant(promotion("p", "", 1, new Reduction.Percent(percent)));

    Offer offer = shop.offer("", item("a", 1));

    assertThat(offer.getCurrency()).isEqualTo(currency);
    assertThat(offer.getTotals().getDiscountMinor()).isEqualTo(off);
    assertThat(total(offer)).isEqualTo(total);
  }

  @Test
  void offerOfNothing_isNothing_andShippingIsNot() {
    shop.shipping.set(
        "DE", new FakeShipping.Method("pickup", 0, 0), new FakeShipping.Method("standard", 490, 0));
    shop.price("a", 1500).grant(promotion("p", "FREE", 1, new Reduction.Percent(10_000)));

    Offer pickup = shop.offer(GERMANY, "pickup", "FREE", item("a", 1));
    Offer standard = shop.offer(GERMANY, "standard", "FREE", item("a", 1));

    assertThat(total(pickup)).isZero();
    assertThat(pickup.getTotals().getTaxMinor()).isZero();
    assertThat(pickup.getPointsEarned()).isZero();
    assertThat(total(standard)).isEqualTo(490);
  }

  @Test
  void taxFollowsTheDestination_andTheGrossIsKept() {
    shop.tax.set("AT", FakeTax.Country.including(2000));
    shop.shipping.set("AT", new FakeShipping.Method("standard", 0, 0));
    shop.price("a", 11_900);

    Offer germany = shop.offer("", item("a", 1));
    Offer austria = shop.offer(AUSTRIA, "", "", item("a", 1));

    assertThat(germany.getTotals().getTaxMinor()).isEqualTo(1900);
    assertThat(total(austria)).isEqualTo(11_900);
    assertThat(austria.getTotals().getTaxMinor()).isEqualTo(1983);
    assertThat(austria.getTotals().getNetMinor()).isEqualTo(9917);
    assertThat(OfferViews.differences(germany, austria))
        .containsExactly("destination", "lines", "totals");
  }

  /** Shipping is free by what is shown there, which only tax knows. */
  @Test
  void taxFollowsTheDestination_whereTheNetIsKept() {
    shop.tax.set("AT", FakeTax.Country.including(2000).keepingNet());
    shop.shipping.set("AT", new FakeShipping.Method("standard", 490, 12_000));
    shop.price("a", 11_900);

    Offer austria = shop.offer(AUSTRIA, "", "", item("a", 1));

    assertThat(austria.getLines(0).getAmountMinor()).isEqualTo(11_900);
    assertThat(austria.getTotals().getGoodsMinor()).isEqualTo(12_000);
    assertThat(austria.getTotals().getShippingMinor()).isZero();
    assertThat(austria.getTotals().getTaxMinor()).isEqualTo(2000);
    assertThat(total(austria)).isEqualTo(12_000);
  }

  @Test
  void goodsAndShipping_areShownWithoutTax_whereThatIsTheWay() {
    shop.tax.set("DE", FakeTax.Country.excluding(1000));
    shop.shipping.set("DE", new FakeShipping.Method("standard", 500, 0));
    shop.price("a", 1000);

    Offer offer = shop.offer("", item("a", 1));

    assertThat(offer.getTotals().getGoodsMinor()).isEqualTo(1000);
    assertThat(offer.getTotals().getShippingMinor()).isEqualTo(500);
    assertThat(offer.getTotals().getTaxMinor()).isEqualTo(150);
    assertThat(total(offer)).isEqualTo(1650);
    assertThat(offer.getTotals().getPricesIncludeTax()).isFalse();
  }

  @Test
  void method_thatIsNotOffered_isRefusedByName() {
    shop.tax.set("AT", FakeTax.Country.including(2000));
    shop.shipping.set("AT", new FakeShipping.Method("standard", 0, 0));
    shop.price("a", 100);

    Failure failure =
        catchThrowableOfType(Failure.class, () -> shop.offer(AUSTRIA, "express", "", item("a", 1)));

    assertThat(failure.reason()).isEqualTo("METHOD_NOT_OFFERED");
    assertThat(failure).hasMessageContaining("express");
  }

  @Test
  void country_thatIsNotSoldTo_isRefused() {
    shop.price("a", 100);

    assertThatThrownBy(() -> shop.offer(AUSTRIA, "", "", item("a", 1)))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.reason()).isEqualTo("COUNTRY_NOT_SERVED"));
  }

  @ParameterizedTest
  @CsvSource({"false, 90", "true, 114"})
  void shippingTax_isThatOfItsParts(boolean highest, long tax) {
    FakeTax.Country country = FakeTax.Country.excluding(1900).with("reduced", 700);
    shop.tax.set("DE", highest ? country.highest() : country);
    shop.shipping.set("DE", new FakeShipping.Method("standard", 600, 0));
    shop.price("a", 1000, "reduced").price("b", 2000);

    Offer offer = shop.offer("", item("a", 1), item("b", 1));

    assertThat(offer.getShipping().getNetMinor()).isEqualTo(600);
    assertThat(offer.getShipping().getTaxMinor()).isEqualTo(tax);
    assertThat(offer.getTotals().getTaxMinor()).isEqualTo(70 + 380 + tax);
  }

  @Test
  void sumThatIsTooLarge_isRefused_neverWrapped() {
    shop.price("a", 2_000_000_000L);

    assertThatThrownBy(() -> shop.offer("", item("a", 999)))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.reason()).isEqualTo("AMOUNT_TOO_LARGE"));
    assertThat(total(shop.offer("", item("a", 500)))).isEqualTo(1_000_000_000_000L);
  }

  @Test
  void productThatIsGone_isMarked_andCostsNothing() {
    shop.price("a", 3000).price("b", 2000);
    shop.withdraw("b");

    Offer offer = shop.offer("", item("a", 1), item("b", 1));

    assertThat(offer.getUnsellableProductIdsList()).containsExactly("b");
    assertThat(offer.getTotals().getGoodsMinor()).isEqualTo(3000);
    assertThatThrownBy(() -> shop.offer("", item("b", 1)))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.reason()).isEqualTo("EMPTY_CART"));
  }

  @Test
  void productWithoutAPrice_isMarked() {
    shop.price("a", 3000);

    Offer offer = shop.offer("", item("b", 1), item("a", 1));

    assertThat(offer.getUnsellableProductIdsList()).containsExactly("b");
    assertThat(offer.getTotals().getGoodsMinor()).isEqualTo(3000);
  }

  /** Otherwise nothing of the cart could be bought. */
  @Test
  void productThatIsGone_doesNotStateTheCurrency() {
    shop.price("a", 3000).in("USD").price("b", 2000);
    shop.withdraw("a");

    Offer offer = shop.offer("", item("a", 1), item("b", 1));

    assertThat(offer.getUnsellableProductIdsList()).containsExactly("a");
    assertThat(offer.getCurrency()).isEqualTo("USD");
    assertThat(offer.getTotals().getGoodsMinor()).isEqualTo(2000);
  }

  @Test
  void productInAnotherCurrency_isMarked() {
    shop.price("a", 3000).in("USD").price("b", 2000);

    Offer offer = shop.offer("", item("a", 1), item("b", 1));

    assertThat(offer.getCurrency()).isEqualTo("EUR");
    assertThat(offer.getUnsellableProductIdsList()).containsExactly("b");
  }

  @Test
  void pieces_haveTheirShares() {
    shop.price("a", 333).grant(promotion("p", "", 1, new Reduction.Percent(1000)));

    OfferLine line = shop.offer("", item("a", 3)).getLines(0);

    assertThat(line.getGrossMinor()).isEqualTo(899);
    assertThat(line.getPieceGrossMinorList()).containsExactly(300L, 299L, 300L);
    assertThat(line.getTaxMinor()).isEqualTo(144);
    assertThat(line.getPieceTaxMinorList()).isEmpty();
  }

  @Test
  void pieces_areLeftOut_whenTheirSharesAreEqual() {
    shop.price("a", 5000).grant(promotion("p", "", 1, new Reduction.Percent(1000), 30_000));

    OfferLine line = shop.offer("", item("a", 6)).getLines(0);

    assertThat(line.getGrossMinor()).isEqualTo(27_000);
    assertThat(line.getPieceGrossMinorList()).isEmpty();
  }

  @Test
  void partsOfAnOrder_addUpToAllOfIt() {
    shop.shipping.set("DE", new FakeShipping.Method("standard", 500, 0));
    shop.price("a", 2000).price("b", 3000);

    Offer offer = shop.offer("", item("a", 1), item("b", 1));

    List<Long> taxes = new ArrayList<>();
    offer.getLinesList().forEach(line -> taxes.add(line.getTaxMinor()));
    taxes.add(offer.getShipping().getTaxMinor());
    assertThat(taxes).containsExactly(319L, 479L, 80L);
    assertThat(offer.getTotals().getTaxMinor()).isEqualTo(878);
    assertThat(total(offer)).isEqualTo(5500);
  }

  @ParameterizedTest
  @CsvSource({"LESS, 4790, 490", "'', 5300, 0"})
  void shippingIsFree_byGoodsAfterDiscounts(String coupon, long total, long shipping) {
    shop.shipping.set("DE", new FakeShipping.Method("standard", 490, 5000));
    shop.price("a", 5300).grant(promotion("p", "LESS", 1, new Reduction.Amount(1000)));

    Offer offer = shop.offer(coupon, item("a", 1));

    assertThat(total(offer)).isEqualTo(total);
    assertThat(offer.getTotals().getShippingMinor()).isEqualTo(shipping);
  }

  @Test
  void points_areEarnedByGoodsAlone() {
    shop.shipping.set("DE", new FakeShipping.Method("standard", 490, 0));
    shop.price("a", 9900);

    assertThat(shop.offer("", item("a", 1)).getPointsEarned()).isEqualTo(99);
  }

  @Test
  void aService_thatFails_isUnavailable_andOneThatRefusesOurQuestionIsABug() {
    shop.price("a", 100);
    shop.tax.fails(Optional.of(Failure.databaseUnavailable()));

    assertThatThrownBy(() -> shop.offer("", item("a", 1)))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.reason()).isEqualTo("DOWNSTREAM_UNAVAILABLE"));
    shop.tax.fails(Optional.of(Failure.invalidArgument("INVALID_TAX_CLASS", "no")));
    assertThatThrownBy(() -> shop.offer("", item("a", 1))).isNotInstanceOf(Failure.class);
    shop.tax.fails(Optional.empty());
    shop.shipping.fails(Optional.of(Failure.deadlineExceeded()));
    assertThatThrownBy(() -> shop.offer("", item("a", 1)))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.reason()).isEqualTo("DEADLINE_EXCEEDED"));
    shop.shipping.fails(Optional.empty());
    assertThat(total(shop.offer("", item("a", 1)))).isEqualTo(100);
  }

  private static long total(Offer offer) {
    return offer.getTotals().getTotalMinor();
  }
}
