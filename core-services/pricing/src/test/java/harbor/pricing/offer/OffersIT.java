package harbor.pricing.offer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.client.Caller;
import harbor.kit.service.CoreProcess;
import harbor.kit.service.TestCore;
import harbor.kit.service.call.Failure;
import harbor.pricing.Pricing;
import harbor.pricing.v1.ConfirmOfferRequest;
import harbor.pricing.v1.ConfirmOfferResponse;
import harbor.pricing.v1.CouponRefusal;
import harbor.pricing.v1.GetOfferRequest;
import harbor.pricing.v1.GetSubtotalRequest;
import harbor.pricing.v1.GetSubtotalResponse;
import harbor.pricing.v1.GiveBackPromotionsRequest;
import harbor.pricing.v1.ImportPricesRequest;
import harbor.pricing.v1.ImportPromotionsRequest;
import harbor.pricing.v1.ListPromotionsRequest;
import harbor.pricing.v1.ListPromotionsResponse;
import harbor.pricing.v1.MakeOfferRequest;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.OfferedItem;
import harbor.pricing.v1.OffersServiceGrpc;
import harbor.pricing.v1.OffersServiceGrpc.OffersServiceBlockingStub;
import harbor.pricing.v1.PriceRow;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.pricing.v1.Promotion;
import harbor.pricing.v1.TakePromotionsRequest;
import harbor.pricing.v1.TakePromotionsResponse;
import harbor.shop.v1.Destination;
import harbor.type.v1.ImportReport;
import harbor.type.v1.Money;
import harbor.type.v1.RefusedRow;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Offers over gRPC, on a real database, with the services that they call as fakes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OffersIT {
  private static final String CART = "c234567890123456789012";
  private static final Caller MARIA = Caller.user("maria");
  private static final Caller GUEST = Caller.guest("g1");

  private final FakeTax tax = new FakeTax();
  private final FakeShipping shipping = new FakeShipping();
  private final FakeCatalog catalog = new FakeCatalog();
  private final Map<String, TestCore> others =
      Map.of(
          "tax", serving("tax", tax),
          "shipping", serving("shipping", shipping),
          "catalog", serving("catalog", catalog));
  private final TestCore core =
      TestCore.start(
          Pricing.PROCESS,
          InstantSource.system(),
          (name, _) -> "127.0.0.1:" + requireNonNull(others.get(name)).port());
  private final OffersServiceBlockingStub shop = OffersServiceGrpc.newBlockingStub(core.channel());

  @AfterAll
  void close() {
    core.close();
    others.values().forEach(TestCore::close);
  }

  private static TestCore serving(String name, BindableService service) {
    return TestCore.calling(
        CoreProcess.of(name, 0, core -> core.serves(service)),
        InstantSource.system(),
        (_, _) -> "none.invalid:1");
  }

  @BeforeEach
  void open() throws SQLException {
    sql(
        "TRUNCATE promotion_uses, promotion_orders, promotion_persons, promotions, offers, prices,"
            + " price_history");
    time("2027-03-01T12:00:00Z");
    tax.set("DE", FakeTax.Country.including(1900));
    tax.set("AT", FakeTax.Country.including(1900));
    tax.fails(Optional.empty());
    shipping.set(
        "DE",
        new FakeShipping.Method("standard", 490, 0),
        new FakeShipping.Method("express", 990, 0));
    shipping.set("AT", new FakeShipping.Method("standard", 490, 0));
    shipping.arrivesUntil("2027-03-04");
    shipping.fails(Optional.empty());
    catalog.sellAll();
    catalog.is(FakeCatalog.State.UP);
    price("a", 4000);
  }

  // one offer

  @Test
  void sameQuestion_givesTheSameOffer_whileNothingChanges() throws SQLException {
    Offer first = make(MARIA, cart("a"));

    assertThat(make(MARIA, cart("a"))).isEqualTo(first);
    assertThat(as(MARIA).getOffer(get(first.getId())).getOffer()).isEqualTo(first);
    assertThat(first.getId()).hasSize(22);
    assertThat(first.getValidUntil().getSeconds() - first.getAudit().getCreatedAt().getSeconds())
        .isEqualTo(900);
    assertThat(first.getTotals().getTotalMinor()).isEqualTo(4490);
    assertThat(text("SELECT country || currency || locale FROM offers")).isEqualTo("DEEURde-DE");
  }

  @Test
  void sameQuestion_givesOneOffer_whenManyAskAtOnce() throws Exception {
    List<String> ids = new ArrayList<>();
    for (Offer offer : atOnce(24, _ -> make(MARIA, cart("a")))) {
      ids.add(offer.getId());
    }

    assertThat(ids).hasSize(24);
    assertThat(ids.stream().distinct()).hasSize(1);
  }

  @Test
  void anotherQuestion_orAnotherPrice_givesAnotherOffer() {
    Offer first = make(MARIA, cart("a"));
    List<Offer> others = new ArrayList<>();
    others.add(make(Caller.user("jan"), cart("a")));
    others.add(make(MARIA, cart("a").setCartVersion(2)));
    others.add(make(MARIA, cart("a").setShippingMethod("express")));
    others.add(make(MARIA, cart("a").setDestination(to("AT"))));
    shipping.arrivesUntil("2027-03-05");
    others.add(make(MARIA, cart("a")));
    price("a", 3999);
    others.add(make(MARIA, cart("a")));

    assertThat(others)
        .extracting(Offer::getId)
        .doesNotHaveDuplicates()
        .doesNotContain(first.getId());
  }

  @Test
  void offer_isUnknown_onceItsTimeIsOver_andToOthers() throws SQLException {
    Offer offer = make(MARIA, cart("a"));
    time("2027-03-01T12:14:59Z");

    assertThat(as(MARIA).getOffer(get(offer.getId())).getOffer()).isEqualTo(offer);
    unknown(() -> as(Caller.user("jan")).getOffer(get(offer.getId())));
    unknown(() -> as(Caller.guest("maria")).getOffer(get(offer.getId())));
    time("2027-03-01T12:15:00Z");
    unknown(() -> as(MARIA).getOffer(get(offer.getId())));
    unknown(() -> confirm(MARIA, offer));
    Offer next = make(MARIA, cart("a"));
    assertThat(next.getId()).isNotEqualTo(offer.getId());
    assertThat(next.getLinesList()).isEqualTo(offer.getLinesList());
  }

  @Test
  void offer_speaksTheLanguageOfItsMarket() throws SQLException {
    sql(
        "INSERT INTO markets VALUES ('AT', 'de-AT', false, now(), 'test', now(), 'test', 1)"
            + " ON CONFLICT DO NOTHING");

    assertThat(make(MARIA, cart("a").setDestination(to("AT"))).getLocale()).isEqualTo("de-AT");
    assertThat(make(MARIA, cart("a")).getLocale()).isEqualTo("de-DE");
    assertThat(make(MARIA, cart("a")).getDestination()).isEqualTo(to("DE"));
  }

  @Test
  void taxClassOfAProduct_isAskedFor() {
    tax.set("DE", FakeTax.Country.including(1900).with("reduced", 700));
    price(PriceRow.newBuilder().setProductId("b").setList(eur(1070)).setTaxClass("reduced"));

    assertThat(make(MARIA, cart("b")).getLines(0).getTaxRateBasisPoints()).isEqualTo(700);
  }

  @Test
  void priceOnSale_isWhatIsOffered() {
    price(PriceRow.newBuilder().setProductId("b").setList(eur(1000)).setSale(eur(800)));

    assertThat(make(MARIA, cart("b")).getLines(0).getUnitMinor()).isEqualTo(800);
  }

  // what is refused

  @Test
  void badQuestions_areRefusedByReason() {
    refused(cart("a").setCartId("short"), "INVALID_CART_ID");
    refused(cart("a").setCartVersion(0), "INVALID_VERSION");
    refused(cart("a/b"), "INVALID_PRODUCT_ID");
    refused(cart("a", "a"), "INVALID_PRODUCT_ID");
    refused(cart("a").setCouponCode("lower"), "INVALID_COUPON_CODE");
    refused(cart("a").setDestination(to("de")), "INVALID_DESTINATION");
    refused(cart("a").setDestination(Destination.getDefaultInstance()), "INVALID_DESTINATION");
    for (int quantity : new int[] {-5, 0, 1000, Integer.MAX_VALUE}) {
      refused(
          cart().addItems(OfferedItem.newBuilder().setProductId("a").setQuantity(quantity)),
          "INVALID_QUANTITY");
    }
    refused(
        cart().addAllItems(IntStream.rangeClosed(0, 100).mapToObj(i -> one("p" + i)).toList()),
        "BATCH_TOO_LARGE");
    notNow(cart(), "EMPTY_CART");
    notNow(cart("gone"), "EMPTY_CART");
    notNow(cart("a").setShippingMethod("drone"), "METHOD_NOT_OFFERED");
    notNow(cart("a").setDestination(to("FR")), "COUNTRY_NOT_SERVED");
  }

  @Test
  void withoutTaxOrShipping_thereIsNoOffer_untilTheyAreBack() {
    List<Consumer<Optional<Failure>>> services = List.of(tax::fails, shipping::fails);
    for (Consumer<Optional<Failure>> service : services) {
      service.accept(Optional.of(Failure.databaseUnavailable()));
      core.assertFails(
          () -> make(MARIA, cart("a")), Status.Code.UNAVAILABLE, "DOWNSTREAM_UNAVAILABLE");
      service.accept(Optional.empty());
      assertThat(make(MARIA, cart("a")).getTotals().getTotalMinor()).isEqualTo(4490);
    }
  }

  // what is not sold any more

  /** Case 38. */
  @Test
  void withdrawnProduct_isMarked_whateverItCosts() {
    price("b", 2000);
    assertThat(make(MARIA, cart("a", "b")).getTotals().getGoodsMinor()).isEqualTo(6000);
    catalog.withdraw("b");

    Offer offer = make(MARIA, cart("a", "b"));

    assertThat(offer.getUnsellableProductIdsList()).containsExactly("b");
    assertThat(offer.getTotals().getGoodsMinor()).isEqualTo(4000);
    notNow(cart("b"), "EMPTY_CART");
  }

  /** Case 38. */
  @Test
  void confirm_namesAProductThatWasWithdrawn() {
    price("b", 2000);
    Offer offer = make(MARIA, cart("a", "b"));
    assertThat(confirm(MARIA, offer).hasChanged()).isFalse();
    catalog.withdraw("b");

    ConfirmOfferResponse confirmed = confirm(MARIA, offer);

    assertThat(confirmed.getDifferencesList())
        .containsExactly("lines", "unsellable_product_ids", "totals");
    assertThat(confirmed.getChanged().getUnsellableProductIdsList()).containsExactly("b");
  }

  /** Case 38. */
  @Test
  void subtotal_isOfWhatIsSold_beforePromotionsAndWithoutADestination() {
    price("b", 2000);
    assertThat(subtotal(cart("a", "b"))).isEqualTo(eur(6000));
    catalog.withdraw("b");

    GetSubtotalResponse response = askSubtotal(cart("a", "b", "without-price"));

    assertThat(response.getSubtotal()).isEqualTo(eur(4000));
    assertThat(response.getUnsellableProductIdsList()).containsExactly("b", "without-price");
    assertThat(askSubtotal(cart("b")).hasSubtotal()).as("nothing is sold").isFalse();
    assertThat(askSubtotal(cart()).hasSubtotal()).as("nothing is there").isFalse();
  }

  @Test
  void subtotal_countsPieces_andEverythingWhileTheCatalogueIsDown() {
    catalog.withdraw("a");
    catalog.is(FakeCatalog.State.DOWN);

    assertThat(subtotal(cart().addItems(one("a").toBuilder().setQuantity(999))))
        .isEqualTo(eur(999 * 4000));
    core.assertFails(
        () -> askSubtotal(cart("a", "a")), Status.Code.INVALID_ARGUMENT, "INVALID_PRODUCT_ID");
    core.assertFails(
        () -> askSubtotal(cart().addItems(one("a").toBuilder().setQuantity(1000))),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_QUANTITY");
  }

  private Money subtotal(MakeOfferRequest.Builder cart) {
    return askSubtotal(cart).getSubtotal();
  }

  /** By nobody in particular: what is asked is in the question. */
  private GetSubtotalResponse askSubtotal(MakeOfferRequest.Builder cart) {
    return shop.getSubtotal(
        GetSubtotalRequest.newBuilder().addAllItems(cart.getItemsList()).build());
  }

  /** Nobody goes without an offer because the catalogue is down or late. */
  @ParameterizedTest
  @EnumSource(names = {"DOWN", "SILENT"})
  void everythingIsOffered_whileTheCatalogueDoesNotAnswer(FakeCatalog.State state) {
    price("b", 2000);
    catalog.withdraw("b");
    catalog.is(state);

    assertThat(make(MARIA, cart("a", "b")).getTotals().getGoodsMinor()).isEqualTo(6000);

    catalog.is(FakeCatalog.State.UP);
    assertThat(make(MARIA, cart("a", "b")).getTotals().getGoodsMinor()).isEqualTo(4000);
  }

  // confirming

  @Test
  void confirm_saysNothing_whenNothingDiffers() {
    Offer offer = make(MARIA, cart("a"));

    ConfirmOfferResponse confirmed = confirm(MARIA, offer);

    assertThat(confirmed.getOffer()).isEqualTo(offer);
    assertThat(confirmed.hasChanged()).isFalse();
    assertThat(confirmed.getDifferencesList()).isEmpty();
  }

  @Test
  void confirm_comparesTheOffer_notItsTotal() {
    put(promotion("p", "LESS").setAmountMinor(500));
    Offer offer = make(MARIA, cart("a").setCouponCode("LESS"));
    put(promotion("p", "LESS").setAmountMinor(500).setActive(false));
    price("a", 3500);

    ConfirmOfferResponse confirmed = confirm(MARIA, offer);

    assertThat(offer.getTotals().getTotalMinor()).isEqualTo(3990);
    assertThat(confirmed.getChanged().getTotals().getTotalMinor()).isEqualTo(3990);
    assertThat(confirmed.getDifferencesList()).containsExactly("lines", "discounts", "totals");
    assertThat(confirmed.getChanged().getId()).isNotEqualTo(offer.getId());
    assertThat(as(MARIA).getOffer(get(confirmed.getChanged().getId())).getOffer())
        .isEqualTo(confirmed.getChanged());
  }

  @Test
  void confirm_seesAnotherWindow() {
    Offer offer = make(MARIA, cart("a"));
    shipping.arrivesUntil("2027-03-05");

    assertThat(confirm(MARIA, offer).getDifferencesList()).containsExactly("shipping");
  }

  @Test
  void confirm_seesAnotherTax_atTheSameTotal() {
    Offer offer = make(MARIA, cart("a"));
    tax.set("DE", FakeTax.Country.including(1600));

    assertThat(confirm(MARIA, offer).getDifferencesList())
        .containsExactly("lines", "shipping", "totals");
  }

  @Test
  void confirm_seesAnotherCountry_atTheSameAmounts() {
    Offer offer = make(MARIA, cart("a"));

    ConfirmOfferResponse confirmed = confirm(MARIA, offer, to("AT"));

    assertThat(confirmed.getDifferencesList()).containsExactly("destination");
    assertThat(confirmed.getChanged().getTotals()).isEqualTo(offer.getTotals());
    assertThat(confirmed.getChanged().getDestination()).isEqualTo(to("AT"));
    assertThat(
            confirm(MARIA, offer, to("DE").toBuilder().setPostalCode("10115").build())
                .getDifferencesList())
        .isEmpty();
  }

  @Test
  void confirm_refusesAMethod_thatTheOtherCountryDoesNotHave() {
    Offer offer = make(MARIA, cart("a").setShippingMethod("express"));

    core.assertFails(
        () -> confirm(MARIA, offer, to("AT")),
        Status.Code.FAILED_PRECONDITION,
        "METHOD_NOT_OFFERED");
  }

  @Test
  void confirm_keepsTheMethod_whenAnotherHasBecomeCheaper() {
    Offer offer = make(MARIA, cart("a"));
    shipping.set(
        "DE",
        new FakeShipping.Method("standard", 490, 0),
        new FakeShipping.Method("express", 100, 0));

    assertThat(confirm(MARIA, offer).getDifferencesList()).isEmpty();
  }

  @Test
  void confirm_namesAProductThatIsGone() throws SQLException {
    price("b", 2000);
    Offer offer = make(MARIA, cart("a", "b"));
    sql("DELETE FROM price_history WHERE product_id = 'b'");
    sql("DELETE FROM prices WHERE product_id = 'b'");

    ConfirmOfferResponse confirmed = confirm(MARIA, offer);

    assertThat(confirmed.getDifferencesList()).contains("lines", "unsellable_product_ids");
    assertThat(confirmed.getChanged().getUnsellableProductIdsList()).containsExactly("b");
    assertThat(confirmed.getChanged().getTotals().getGoodsMinor()).isEqualTo(4000);
  }

  @Test
  void coupon_endsWithItsLastDay_alsoBetweenSummaryAndOrder() throws SQLException {
    put(
        promotion("p", "MARCH")
            .setAmountMinor(500)
            .setFirstDay("2027-03-01")
            .setLastDay("2027-03-31")
            .setTimeZone("Europe/Berlin"));
    time("2027-03-31T21:59:59Z");
    Offer offer = make(MARIA, cart("a").setCouponCode("MARCH"));
    time("2027-03-31T22:00:00Z");

    ConfirmOfferResponse confirmed = confirm(MARIA, offer);

    assertThat(offer.getTotals().getGoodsMinor()).isEqualTo(3500);
    assertThat(confirmed.getChanged().getTotals().getGoodsMinor()).isEqualTo(4000);
    assertThat(confirmed.getChanged().getCoupon().getRefusal())
        .isEqualTo(CouponRefusal.COUPON_REFUSAL_NOT_VALID_NOW);
  }

  // limits

  @Test
  void couponForTen_isUsedTenTimes_bySixtyFourCarts() throws Exception {
    price("a", 5000);
    put(promotion("p", "TEN").setAmountMinor(1000).setMaxUses(10));
    List<Offer> offers =
        IntStream.range(0, 64)
            .mapToObj(i -> make(Caller.user("u" + i), cart("a").setCouponCode("TEN")))
            .toList();

    List<Boolean> taken = atOnce(64, i -> takes(offers.get(i), "order-" + i, ""));

    assertThat(offers).allMatch(offer -> offer.getTotals().getGoodsMinor() == 4000);
    assertThat(Collections.frequency(taken, true)).isEqualTo(10);
    assertThat(uses()).isEqualTo(10);
    Offer late = make(MARIA, cart("a").setCouponCode("TEN"));
    assertThat(late.getTotals().getGoodsMinor()).isEqualTo(5000);
    assertThat(late.getCoupon().getRefusal()).isEqualTo(CouponRefusal.COUPON_REFUSAL_SPENT);
    assertThat(confirm(Caller.user("u1"), offers.get(1)).getChanged().getTotals().getGoodsMinor())
        .isEqualTo(5000);
  }

  @Test
  void onePerPerson_isOnePerAccountAndAddress_alsoForGuests() {
    price("a", 5000);
    put(promotion("p", "ONCE").setAmountMinor(500).setMaxUsesPerPerson(1));
    Offer first = make(GUEST, cart("a").setCouponCode("ONCE").setGuestMail("Buyer@Example.com"));
    assertThat(first.getTotals().getGoodsMinor()).isEqualTo(4500);
    assertThat(takes(first, "order-1", "Buyer@Example.com")).isTrue();

    Caller other = Caller.guest("g2");
    Offer unsaid = make(other, cart("a").setCouponCode("ONCE"));
    Offer said = make(other, cart("a").setCouponCode("ONCE").setGuestMail("buyer@example.com "));
    Offer account = make(MARIA, cart("a").setCouponCode("ONCE").setGuestMail("buyer@example.com"));

    assertThat(unsaid.getTotals().getGoodsMinor()).isEqualTo(4500);
    for (Offer refused : List.of(said, account)) {
      assertThat(refused.getTotals().getGoodsMinor()).isEqualTo(5000);
      assertThat(refused.getCoupon().getRefusal())
          .isEqualTo(CouponRefusal.COUPON_REFUSAL_SPENT_BY_PERSON);
    }
    ConfirmOfferResponse asked =
        as(other)
            .confirmOffer(
                ConfirmOfferRequest.newBuilder()
                    .setOfferId(unsaid.getId())
                    .setGuestMail("buyer@example.com ")
                    .build());
    assertThat(asked.getChanged().getTotals().getGoodsMinor()).isEqualTo(5000);
    assertThat(takes(unsaid, "order-2", "buyer@example.com ")).isFalse();
    assertThat(uses()).isEqualTo(1);
  }

  @Test
  void onePerPerson_isOne_whenTheSamePersonTakesItManyTimesAtOnce() throws Exception {
    put(promotion("p", "ONCE").setAmountMinor(500).setMaxUsesPerPerson(1));
    Offer offer = make(MARIA, cart("a").setCouponCode("ONCE"));

    List<Boolean> taken = atOnce(16, i -> takes(offer, "order-" + i, "maria@example.com"));

    assertThat(Collections.frequency(taken, true)).isEqualTo(1);
    assertThat(uses()).isEqualTo(1);
  }

  @Test
  void taking_isOne_forOneOrder_andGivenBackOnce() throws Exception {
    put(promotion("p", "TEN").setAmountMinor(500).setMaxUses(2).setMaxUsesPerPerson(2));
    put(promotion("q", "").setPercentBasisPoints(100));
    Offer offer = make(MARIA, cart("a").setCouponCode("TEN"));

    List<List<String>> taken = atOnce(8, _ -> take(offer, "order-1", "").getPromotionIdsList());

    assertThat(taken).hasSize(8).allMatch(List.of("p")::equals);
    assertThat(uses()).isEqualTo(1);
    List<Boolean> given =
        atOnce(
            8,
            _ -> {
              giveBack("order-1");
              return true;
            });
    assertThat(given).hasSize(8);
    assertThat(uses()).isZero();
    assertThat(text("SELECT max(uses)::text FROM promotion_persons")).isEqualTo("0");
    core.assertFails(
        () -> take(offer, "order-1", ""), Status.Code.FAILED_PRECONDITION, "PROMOTIONS_UNDONE");
    assertThat(takes(offer, "order-2", "")).isTrue();
  }

  @Test
  void taking_isStopped_byAnUndoThatCameFirst() {
    put(promotion("p", "TEN").setAmountMinor(500).setMaxUses(10));
    Offer offer = make(MARIA, cart("a").setCouponCode("TEN"));
    giveBack("order-1");
    giveBack("order-1");

    core.assertFails(
        () -> take(offer, "order-1", ""), Status.Code.FAILED_PRECONDITION, "PROMOTIONS_UNDONE");
    assertThat(uses()).isZero();
  }

  @Test
  void taking_countsAllOrNothing() throws SQLException {
    put(promotion("p", "").setAmountMinor(100).setMaxUses(5));
    put(promotion("q", "").setAmountMinor(100).setMaxUses(1));
    Offer offer = make(MARIA, cart("a"));
    assertThat(takes(offer, "order-1", "")).isTrue();

    assertThat(takes(offer, "order-2", "")).isFalse();

    assertThat(text("SELECT string_agg(uses::text, ' ' ORDER BY promotion_id) FROM promotions"))
        .isEqualTo("1 1");
    giveBack("order-1");
    assertThat(takes(offer, "order-2", "")).isTrue();
  }

  @Test
  void takingAndGivingBack_neverWaitInACircle() throws Exception {
    put(promotion("p", "").setAmountMinor(100).setMaxUses(1000).setMaxUsesPerPerson(1000));
    put(promotion("q", "").setAmountMinor(100).setMaxUses(1000).setMaxUsesPerPerson(1000));
    List<Offer> offers =
        List.of(
            make(MARIA, cart("a")), make(Caller.user("jan"), cart("a")), make(GUEST, cart("a")));

    List<Boolean> taken =
        atOnce(
            60,
            i -> {
              if (i % 2 == 0) {
                giveBack("order-" + (i - 1));
                return false;
              }
              return takes(offers.get(i % 3), "order-" + i, "same@example.com");
            });

    long counted = Collections.frequency(taken, true);
    assertThat(counted).isPositive();
    for (int i = 0; i < 60; i++) {
      giveBack("order-" + i);
    }
    assertThat(uses()).isZero();
  }

  @Test
  void taking_stillKnowsAnOffer_whoseTimeIsOver_forAWeek() throws SQLException {
    put(promotion("p", "TEN").setAmountMinor(500).setMaxUses(10));
    Offer offer = make(MARIA, cart("a").setCouponCode("TEN"));
    time("2027-03-02T12:00:00Z");

    assertThat(takes(offer, "order-1", "")).isTrue();
    sql("DELETE FROM offers");
    assertThat(take(offer, "order-1", "").getPromotionIdsList()).containsExactly("p");
    unknown(() -> take(offer, "order-2", ""));
  }

  @Test
  void badOrderIds_areRefused() {
    core.assertFails(
        () -> shop.takePromotions(TakePromotionsRequest.getDefaultInstance()),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_ORDER_ID");
    core.assertFails(() -> giveBack("a b"), Status.Code.INVALID_ARGUMENT, "INVALID_ORDER_ID");
  }

  // promotions as data

  @Test
  void promotions_areListedInTheirOrder_asTheyWereImported() {
    Promotion full =
        promotion("z", "CODE")
            .setPosition(-1)
            .setPercentBasisPoints(2500)
            .setCurrency("EUR")
            .setMinimumMinor(100)
            .addProductIds("a")
            .addProductIds("b")
            .setFirstDay("2027-03-01")
            .setLastDay("2027-03-31")
            .setTimeZone("Europe/Berlin")
            .setMaxUses(3)
            .setMaxUsesPerPerson(2)
            .build();
    put(full.toBuilder());
    put(promotion("b", "").setPosition(5).setAmountMinor(1));
    put(promotion("a", "").setPosition(5).setAmountMinor(1));

    ListPromotionsResponse first = list("", 2);
    ListPromotionsResponse second = list(first.getNextPageToken(), 2);

    assertThat(first.getPromotions(0).toBuilder().clearAudit().build()).isEqualTo(full);
    assertThat(first.getPromotionsList()).extracting(Promotion::getId).containsExactly("z", "a");
    assertThat(second.getPromotionsList()).extracting(Promotion::getId).containsExactly("b");
    assertThat(second.getNextPageToken()).isEmpty();
    core.assertFails(() -> list("x", 2), Status.Code.INVALID_ARGUMENT, "INVALID_PAGE_TOKEN");
    core.assertFails(() -> list("", 201), Status.Code.INVALID_ARGUMENT, "INVALID_PAGE_SIZE");
  }

  @Test
  void import_keepsUses_andWritesNothing_whenNothingChanges() {
    put(promotion("p", "TEN").setAmountMinor(500).setMaxUses(10));
    assertThat(takes(make(MARIA, cart("a").setCouponCode("TEN")), "order-1", "")).isTrue();

    ImportReport same = put(promotion("p", "TEN").setAmountMinor(500).setMaxUses(10));
    ImportReport other = put(promotion("p", "TEN").setAmountMinor(600).setMaxUses(10));

    assertThat(same).isEqualTo(ImportReport.newBuilder().setUnchanged(1).build());
    assertThat(other).isEqualTo(ImportReport.newBuilder().setUpdated(1).build());
    assertThat(uses()).isEqualTo(1);
    assertThat(list("", 0).getPromotions(0).getAudit().getVersion()).isEqualTo(2);
  }

  @Test
  void import_refusesBadRows_byField() {
    ImportReport report =
        shop.importPromotions(
                ImportPromotionsRequest.newBuilder()
                    .addPromotions(promotion("a b", "").setAmountMinor(1))
                    .addPromotions(promotion("a", ""))
                    .addPromotions(promotion("a", "").setPercentBasisPoints(10_001))
                    .addPromotions(promotion("a", "").setAmountMinor(0))
                    .addPromotions(promotion("a", "lower").setAmountMinor(1))
                    .addPromotions(promotion("a", "").setAmountMinor(1).setCurrency(""))
                    .addPromotions(promotion("a", "").setAmountMinor(1).setName(" "))
                    .addPromotions(promotion("a", "").setAmountMinor(1).setMinimumMinor(-1))
                    .addPromotions(promotion("a", "").setAmountMinor(1).setFirstDay("1.3.2027"))
                    .addPromotions(promotion("a", "").setAmountMinor(1).setLastDay("2027-03-01"))
                    .addPromotions(
                        promotion("a", "")
                            .setAmountMinor(1)
                            .setFirstDay("2027-03-02")
                            .setLastDay("2027-03-01")
                            .setTimeZone("Europe/Berlin"))
                    .addPromotions(promotion("a", "").setAmountMinor(1).setMaxUses(-1))
                    .addPromotions(promotion("a", "").setAmountMinor(1).setMaxUsesPerPerson(-1))
                    .addPromotions(promotion("a", "").setAmountMinor(1).addProductIds("/"))
                    .addPromotions(promotion("ok", "").setPercentBasisPoints(1).setCurrency(""))
                    .build())
            .getReport();

    assertThat(report.getCreated()).isEqualTo(1);
    assertThat(report.getRefusedList())
        .extracting(RefusedRow::getField)
        .containsExactly(
            "id",
            "reduction",
            "percent_basis_points",
            "amount_minor",
            "coupon_code",
            "currency",
            "name",
            "minimum_minor",
            "first_day",
            "time_zone",
            "last_day",
            "max_uses",
            "max_uses_per_person",
            "product_ids");
  }

  // how it is asked

  private static MakeOfferRequest.Builder cart(String... products) {
    MakeOfferRequest.Builder request =
        MakeOfferRequest.newBuilder().setCartId(CART).setCartVersion(1);
    for (String product : products) {
      request.addItems(one(product));
    }
    return request;
  }

  private static OfferedItem one(String product) {
    return OfferedItem.newBuilder().setProductId(product).setQuantity(1).build();
  }

  private static Destination to(String country) {
    return Destination.newBuilder().setCountry(country).build();
  }

  private static GetOfferRequest get(String id) {
    return GetOfferRequest.newBuilder().setOfferId(id).build();
  }

  private static Promotion.Builder promotion(String id, String code) {
    return Promotion.newBuilder()
        .setId(id)
        .setName("Name")
        .setCouponCode(code)
        .setCurrency("EUR")
        .setTimeZone(code.isEmpty() ? "" : "UTC")
        .setActive(true);
  }

  private OffersServiceBlockingStub as(Caller caller) {
    return OffersServiceGrpc.newBlockingStub(core.onBehalfOf(caller));
  }

  private Offer make(Caller caller, MakeOfferRequest.Builder request) {
    return as(caller).makeOffer(request.build()).getOffer();
  }

  private ConfirmOfferResponse confirm(Caller caller, Offer offer) {
    return as(caller)
        .confirmOffer(ConfirmOfferRequest.newBuilder().setOfferId(offer.getId()).build());
  }

  private ConfirmOfferResponse confirm(Caller caller, Offer offer, Destination to) {
    return as(caller)
        .confirmOffer(
            ConfirmOfferRequest.newBuilder().setOfferId(offer.getId()).setDestination(to).build());
  }

  private TakePromotionsResponse take(Offer offer, String order, String mail) {
    return shop.takePromotions(
        TakePromotionsRequest.newBuilder()
            .setOfferId(offer.getId())
            .setOrderId(order)
            .setGuestMail(mail)
            .build());
  }

  /** Whether it was taken; otherwise it was spent or undone. */
  private boolean takes(Offer offer, String order, String mail) {
    try {
      return take(offer, order, mail) != null;
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
      return false;
    }
  }

  private void giveBack(String order) {
    var _ =
        shop.giveBackPromotions(GiveBackPromotionsRequest.newBuilder().setOrderId(order).build());
  }

  private ListPromotionsResponse list(String token, int size) {
    return as(Caller.user("root", Set.of("admin")))
        .listPromotions(
            ListPromotionsRequest.newBuilder().setPageToken(token).setPageSize(size).build());
  }

  private ImportReport put(Promotion.Builder promotion) {
    ImportReport report =
        shop.importPromotions(ImportPromotionsRequest.newBuilder().addPromotions(promotion).build())
            .getReport();
    assertThat(report.getRefusedList()).isEmpty();
    return report;
  }

  private void price(String product, long minor) {
    price(PriceRow.newBuilder().setProductId(product).setList(eur(minor)));
  }

  private void price(PriceRow.Builder row) {
    ImportReport report =
        PricingServiceGrpc.newBlockingStub(core.channel())
            .importPrices(ImportPricesRequest.newBuilder().addRows(row).build())
            .getReport();
    assertThat(report.getRefusedList()).isEmpty();
  }

  private static Money eur(long minor) {
    return Money.newBuilder().setMinor(minor).setCurrency("EUR").build();
  }

  private void refused(MakeOfferRequest.Builder request, String reason) {
    core.assertFails(() -> make(MARIA, request), Status.Code.INVALID_ARGUMENT, reason);
  }

  private void notNow(MakeOfferRequest.Builder request, String reason) {
    core.assertFails(() -> make(MARIA, request), Status.Code.FAILED_PRECONDITION, reason);
  }

  private void unknown(ThrowingCallable call) {
    core.assertFails(call, Status.Code.NOT_FOUND, "UNKNOWN_OFFER");
  }

  private int uses() {
    return list("", 0).getPromotionsList().stream().mapToInt(Promotion::getUses).sum();
  }

  /** What many threads at once come to, in order. */
  private static <T> List<T> atOnce(int threads, IntFunction<T> work) throws Exception {
    List<Callable<T>> all =
        IntStream.range(0, threads).mapToObj(i -> (Callable<T>) () -> work.apply(i)).toList();
    List<T> results = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (Future<T> done : executor.invokeAll(all)) {
        results.add(done.get());
      }
    }
    return results;
  }

  /** Moves the time of the database. */
  private void time(String instant) throws SQLException {
    sql(
        "CREATE OR REPLACE FUNCTION shop_time() RETURNS timestamptz LANGUAGE sql STABLE AS"
            + " 'SELECT timestamptz ''"
            + instant
            + "'''");
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = core.connection();
        Statement sql = connection.createStatement()) {
      sql.execute("SET search_path = pricing");
      sql.execute(statement);
    }
  }

  private String text(String query) throws SQLException {
    try (Connection connection = core.connection();
        Statement sql = connection.createStatement()) {
      sql.execute("SET search_path = pricing");
      try (ResultSet row = sql.executeQuery(query)) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
