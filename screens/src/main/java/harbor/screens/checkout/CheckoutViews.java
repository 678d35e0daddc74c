package harbor.screens.checkout;

import harbor.carts.v1.Cart;
import harbor.catalog.v1.Product;
import harbor.inventory.v1.Stock;
import harbor.pricing.v1.CouponRefusal;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.OfferCoupon;
import harbor.pricing.v1.OfferLine;
import harbor.recommendations.v1.Recommendation;
import harbor.users.v1.Address;
import harbor.users.v1.User;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a checkout has to show, and what stands against ordering it.
 *
 * @param offer states every sum
 * @param lines in the cart's order
 * @param address the user's own that was taken; empty: none was
 * @param pointsHeld empty for guests, and when nobody could say
 * @param recommendations the best first, without what is in the cart
 */
public record CheckoutViews(
    Offer offer,
    List<Line> lines,
    Optional<Address> address,
    Optional<Long> pointsHeld,
    List<Recommendation> recommendations) {
  /** Copies the lists. */
  public CheckoutViews {
    lines = List.copyOf(lines);
    recommendations = List.copyOf(recommendations);
  }

  /** Of what the calls gave. */
  static CheckoutViews of(
      Buyer buyer,
      Offer offer,
      Map<String, Product> cards,
      Map<String, Stock> stock,
      Map<String, List<Recommendation>> related) {
    return new CheckoutViews(
        offer,
        lines(buyer.cart(), offer, cards, stock),
        buyer.address(),
        buyer.user().map(User::getLoyaltyPoints),
        recommendations(buyer.cart(), related));
  }

  private static List<Line> lines(
      Cart cart, Offer offer, Map<String, Product> cards, Map<String, Stock> stock) {
    Map<String, OfferLine> offered = new HashMap<>();
    offer.getLinesList().forEach(line -> offered.put(line.getProductId(), line));
    return cart.getLinesList().stream()
        .map(
            line ->
                new Line(
                    line,
                    offered.get(line.getProductId()),
                    cards.get(line.getProductId()),
                    stock.get(line.getProductId())))
        .toList();
  }

  private static List<Recommendation> recommendations(
      Cart cart, Map<String, List<Recommendation>> related) {
    Set<String> bought = new HashSet<>();
    cart.getLinesList().forEach(line -> bought.add(line.getProductId()));
    return related.values().stream()
        .flatMap(List::stream)
        .filter(other -> !bought.contains(other.getProductId()))
        .toList();
  }

  /** What stands against ordering, as codes; empty when nothing that is known does. */
  public List<String> reasons() {
    return lines.stream().anyMatch(line -> line.state().equals(Line.OUT_OF_STOCK))
        ? List.of("OUT_OF_STOCK")
        : List.of();
  }

  /** The coupon of the cart; empty: it has none. */
  public Optional<Coupon> coupon() {
    if (!offer.hasCoupon()) {
      return Optional.empty();
    }
    OfferCoupon stated = offer.getCoupon();
    return Optional.of(
        new Coupon(
            stated.getCode(),
            stated.getApplied(),
            stated.getApplied() ? Optional.empty() : Optional.of(word(stated.getRefusal())),
            Optional.of(stated.getMinimumMinor()).filter(minimum -> minimum > 0)));
  }

  private static String word(CouponRefusal refusal) {
    return switch (refusal) {
      case COUPON_REFUSAL_NOT_VALID_NOW -> "not_valid_now";
      case COUPON_REFUSAL_SPENT -> "spent";
      case COUPON_REFUSAL_SPENT_BY_PERSON -> "spent_by_person";
      case COUPON_REFUSAL_BELOW_MINIMUM -> "below_minimum";
      case COUPON_REFUSAL_NOT_FOR_THESE -> "not_for_these";
      case COUPON_REFUSAL_UNKNOWN, COUPON_REFUSAL_UNSPECIFIED, UNRECOGNIZED -> "unknown";
    };
  }

  /** A balance beyond a view's numbers is shown as the largest, or the least, of them. */
  public static int points(long points) {
    return Math.clamp(points, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /**
   * A coupon.
   *
   * @param isApplied whether it takes something off
   * @param refusal why it does not, as a code; empty when it does
   * @param minimumMinor what has to be bought for it; empty when nothing has
   */
  public record Coupon(
      String code, boolean isApplied, Optional<String> refusal, Optional<Long> minimumMinor) {}

  /**
   * A line of the cart.
   *
   * @param line as the cart has it
   * @param offered as it is offered; null: it cannot be sold
   * @param product null when the catalogue does not know it, or could not say
   * @param stock null when nobody could say
   */
  public record Line(
      harbor.carts.v1.Line line,
      @Nullable OfferLine offered,
      @Nullable Product product,
      @Nullable Stock stock) {
    private static final String OK = "ok";
    private static final String OUT_OF_STOCK = "out_of_stock";

    /** {@code ok}, {@code preorder}, {@code backorder}, {@code out_of_stock} or {@code gone}. */
    public String state() {
      if (offered == null) {
        return "gone";
      }
      if (stock == null) {
        return OK;
      }
      return switch (stock.getStatus()) {
        case STOCK_STATUS_OUT_OF_STOCK -> OUT_OF_STOCK;
        case STOCK_STATUS_PREORDER -> "preorder";
        case STOCK_STATUS_BACKORDER -> "backorder";
        case STOCK_STATUS_AVAILABLE, STOCK_STATUS_UNSPECIFIED, UNRECOGNIZED ->
            stock.hasAvailable() && stock.getAvailable() < line.getQuantity() ? OUT_OF_STOCK : OK;
      };
    }

    /** Whether there is nothing to say of it. */
    public boolean isOk() {
      return state().equals(OK);
    }

    /** Pieces that can be bought now, as far as a view can count; empty when they are not. */
    public Optional<Integer> available() {
      return stock == null || !stock.hasAvailable()
          ? Optional.empty()
          : Optional.of((int) Math.min(stock.getAvailable(), Integer.MAX_VALUE));
    }
  }
}
