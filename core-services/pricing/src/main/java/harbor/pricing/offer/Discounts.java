package harbor.pricing.offer;

import harbor.kit.service.row.Rounding;
import harbor.pricing.offer.Coupon.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What promotions take off.
 *
 * <p>They are taken in the order of the grants, each from what the lines still cost then; their
 * conditions look at the goods before any discount, so that none undoes itself or another. A
 * percentage is rounded half even on each line; an amount is spread over the lines by largest
 * remainder. No line falls below 0.
 *
 * @param ofLines for each line what is taken off, 0 to its list price
 * @param taken promotions that took something off, in order
 * @param coupon what the code is worth; empty without one
 */
record Discounts(List<Long> ofLines, List<Taken> taken, Optional<Coupon> coupon) {
  /** Copies the lists. */
  Discounts {
    ofLines = List.copyOf(ofLines);
    taken = List.copyOf(taken);
  }

  /** What a promotion took off, over all lines; at least 1. */
  record Taken(Promotion promotion, long minor) {}

  /**
   * Takes promotions off.
   *
   * @param grants those without a code and those of the code, by position and id
   * @param code empty: none
   */
  static Discounts of(Goods goods, List<Grant> grants, String code, Instant now) {
    List<GoodsLine> lines = goods.lines();
    long[] left = lines.stream().mapToLong(GoodsLine::listMinor).toArray();
    List<Taken> taken = new ArrayList<>();
    Coupon coupon = new Coupon(code, Optional.of(Refusal.UNKNOWN), 0);
    boolean applied = false;
    for (Grant grant : grants) {
      Promotion promotion = grant.promotion();
      Optional<Refusal> refusal = refusal(grant, goods, now);
      if (refusal.isEmpty()) {
        long minor = take(promotion, lines, left);
        if (minor > 0) {
          taken.add(new Taken(promotion, minor));
        } else {
          refusal = Optional.of(Refusal.NOT_FOR_THESE);
        }
      }
      if (!promotion.couponCode().isEmpty() && !applied) {
        coupon = new Coupon(code, refusal, promotion.minimumMinor());
        applied = refusal.isEmpty();
      }
    }
    List<Long> ofLines = new ArrayList<>();
    for (int i = 0; i < left.length; i++) {
      ofLines.add(lines.get(i).listMinor() - left[i]);
    }
    return new Discounts(ofLines, taken, code.isEmpty() ? Optional.empty() : Optional.of(coupon));
  }

  private static Optional<Refusal> refusal(Grant grant, Goods goods, Instant now) {
    Promotion promotion = grant.promotion();
    if (!promotion.days().include(now)) {
      return Optional.of(Refusal.NOT_VALID_NOW);
    }
    if (grant.isSpent()) {
      return Optional.of(Refusal.SPENT);
    }
    if (grant.isSpentByPerson()) {
      return Optional.of(Refusal.SPENT_BY_PERSON);
    }
    if (!promotion.currency().isEmpty() && !promotion.currency().equals(goods.currency())) {
      return Optional.of(Refusal.NOT_FOR_THESE);
    }
    return goods.listMinor() < promotion.minimumMinor()
        ? Optional.of(Refusal.BELOW_MINIMUM)
        : Optional.empty();
  }

  /** Takes one off what is left of the lines, and says how much that was. */
  private static long take(Promotion promotion, List<GoodsLine> lines, long[] left) {
    List<Long> base = new ArrayList<>();
    for (int i = 0; i < left.length; i++) {
      base.add(promotion.isFor(lines.get(i).productId()) ? left[i] : 0);
    }
    long sum = base.stream().mapToLong(Long::longValue).sum();
    List<Long> off =
        switch (promotion.reduction()) {
          case Reduction.Amount(long minor) -> Rounding.spread(Math.min(minor, sum), base);
          case Reduction.Percent(int points) ->
              base.stream().map(minor -> Rounding.basisPoints(minor, points)).toList();
        };
    long taken = 0;
    for (int i = 0; i < left.length; i++) {
      left[i] -= off.get(i);
      taken += off.get(i);
    }
    return taken;
  }
}
