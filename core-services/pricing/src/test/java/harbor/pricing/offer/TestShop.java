package harbor.pricing.offer;

import harbor.clients.ShippingClient;
import harbor.clients.TaxClient;
import harbor.kit.client.PlainChannels;
import harbor.kit.service.InProcessCore;
import harbor.pricing.offer.Goods.UnitPrice;
import harbor.pricing.v1.Offer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Offers without a database: prices and promotions as a test sets them, tax and shipping as fakes.
 */
final class TestShop implements AutoCloseable {
  static final Destination GERMANY = new Destination("DE", "", "10115");

  final FakeTax tax = new FakeTax();
  final FakeShipping shipping = new FakeShipping();
  private final InProcessCore taxCore = InProcessCore.serving(tax);
  private final InProcessCore shippingCore = InProcessCore.serving(shipping);
  private final OfferMaker maker =
      new OfferMaker(
          _ -> CompletableFuture.completedFuture(gone()),
          _ -> Map.copyOf(this.prices),
          this::basis,
          new QuoteRequests(
              new TaxClient(PlainChannels.over("tax", taxCore.channel())),
              new ShippingClient(PlainChannels.over("shipping", shippingCore.channel()))));

  private final Map<String, UnitPrice> prices = new HashMap<>();
  private final Set<String> withdrawn = new HashSet<>();
  private final List<Promotion> promotions = new ArrayList<>();
  private String currency = "EUR";
  private Instant now = Instant.parse("2027-03-01T12:00:00Z");

  /** Germany at 19 %, without any cost of shipping. */
  TestShop() {
    tax.set("DE", FakeTax.Country.including(1900));
    shipping.set("DE", new FakeShipping.Method("standard", 0, 0));
  }

  /** What a line of a cart asks for. */
  static Question.Item item(String product, int quantity) {
    return new Question.Item(product, quantity);
  }

  /** A reduction of the whole cart. */
  static Promotion promotion(String id, String code, int position, Reduction reduction) {
    return promotion(id, code, position, reduction, 0);
  }

  /** The same from a minimum on. */
  static Promotion promotion(
      String id, String code, int position, Reduction reduction, long minimum) {
    return new Promotion(
        id,
        "Name of " + id,
        code,
        position,
        reduction,
        minimum > 0 || reduction instanceof Reduction.Amount ? "EUR" : "",
        minimum,
        List.of(),
        new Days(Optional.empty(), Optional.empty(), ZoneId.of("Europe/Berlin")),
        0,
        0,
        true);
  }

  /** The same on certain days. */
  static Promotion on(Promotion promotion, String first, String last) {
    return new Promotion(
        promotion.id(),
        promotion.name(),
        promotion.couponCode(),
        promotion.position(),
        promotion.reduction(),
        promotion.currency(),
        promotion.minimumMinor(),
        promotion.productIds(),
        new Days(
            Optional.of(first).filter(day -> !day.isEmpty()).map(LocalDate::parse),
            Optional.of(last).filter(day -> !day.isEmpty()).map(LocalDate::parse),
            ZoneId.of("Europe/Berlin")),
        promotion.maxUses(),
        promotion.maxUsesPerPerson(),
        promotion.active());
  }

  /** The same in another currency, for some products. */
  static Promotion in(Promotion promotion, String currency, List<String> products) {
    return new Promotion(
        promotion.id(),
        promotion.name(),
        promotion.couponCode(),
        promotion.position(),
        promotion.reduction(),
        currency,
        promotion.minimumMinor(),
        products,
        promotion.days(),
        promotion.maxUses(),
        promotion.maxUsesPerPerson(),
        promotion.active());
  }

  /** From now on prices are stated in another currency. */
  TestShop in(String code) {
    currency = code;
    return this;
  }

  /** A price of the standard tax class. */
  TestShop price(String product, long minor) {
    return price(product, minor, "standard");
  }

  /** A price. */
  TestShop price(String product, long minor, String taxClass) {
    prices.put(product, new UnitPrice(currency, minor, taxClass));
    return this;
  }

  /** Not sold any more, for whatever price. */
  void withdraw(String product) {
    withdrawn.add(product);
  }

  /** One promotion more. */
  TestShop grant(Promotion promotion) {
    promotions.add(promotion);
    return this;
  }

  /** It is that time. */
  void at(String time) {
    now = Instant.parse(time);
  }

  /** The offer for a cart in Germany. */
  Offer offer(String coupon, Question.Item... items) {
    return offer(GERMANY, "", coupon, items);
  }

  /** The offer for a cart. */
  Offer offer(Destination to, String method, String coupon, Question.Item... items) {
    return OfferViews.content(
        maker.make(
            new Question(
                "user:maria",
                "c234567890123456789012",
                1,
                List.of(items),
                coupon,
                Optional.of(to),
                method,
                "")));
  }

  private Set<String> gone() {
    return Set.copyOf(withdrawn);
  }

  private Basis basis(Question question) {
    List<Grant> grants =
        promotions.stream()
            .filter(
                promotion ->
                    promotion.couponCode().isEmpty()
                        || promotion.couponCode().equals(question.couponCode()))
            .sorted(Comparator.comparingInt(Promotion::position).thenComparing(Promotion::id))
            .map(promotion -> new Grant(promotion, 0, 0))
            .toList();
    return new Basis(now, "DE", "de-DE", prices, grants);
  }

  @Override
  public void close() {
    taxCore.close();
    shippingCore.close();
  }
}
