package harbor.pricing.offer;

import java.util.ArrayList;
import java.util.List;

/**
 * What a cart costs, before it is kept.
 *
 * @param question that it answers
 * @param locale of the market
 * @param destination where the goods go
 * @param discounts what promotions took off the goods
 * @param quote tax and shipping of what is left
 */
record MadeOffer(
    Question question,
    String locale,
    Destination destination,
    Goods goods,
    Discounts discounts,
    Quote quote) {
  /** No sum is above that: a trillion minor units. */
  static final long MAX_MINOR = 1_000_000_000_000L;

  private static final long MINOR_A_POINT = 100;

  /** What goods cost after discounts. */
  Taxed goodsTax() {
    return Taxed.sum(quote.lines());
  }

  /** What is paid. */
  Taxed total() {
    List<Taxed> parts = new ArrayList<>(quote.lines());
    parts.add(quote.shipping().cost());
    return Taxed.sum(parts);
  }

  /** What all discounts are. */
  long discountMinor() {
    return discounts.ofLines().stream().mapToLong(Long::longValue).sum();
  }

  /** One for each full 100 minor units of goods. */
  long points() {
    return goodsTax().grossMinor() / MINOR_A_POINT;
  }

  /** Promotions that took something off, each once. */
  List<String> promotionIds() {
    return discounts.taken().stream().map(taken -> taken.promotion().id()).toList();
  }
}
