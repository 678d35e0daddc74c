package harbor.pricing.offer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of a cart can be sold, all in one currency.
 *
 * @param currency that of the first line's price
 * @param lines in the cart's order; at least one
 * @param unsellable products that are gone, without a price, or with one in another currency
 */
record Goods(String currency, List<GoodsLine> lines, List<String> unsellable) {
  /** Copies the lists. */
  Goods {
    lines = List.copyOf(lines);
    unsellable = List.copyOf(unsellable);
  }

  /**
   * What a product costs.
   *
   * @param unitMinor of one piece
   */
  record UnitPrice(String currency, long unitMinor, String taxClass) {}

  /**
   * The items at these prices; without lines when none can be sold.
   *
   * @param gone products that are not sold any more, whatever they cost
   */
  static Goods of(List<Question.Item> items, Map<String, UnitPrice> prices, Set<String> gone) {
    String currency = "";
    List<GoodsLine> lines = new ArrayList<>();
    List<String> unsellable = new ArrayList<>();
    for (Question.Item item : items) {
      UnitPrice price = gone.contains(item.productId()) ? null : prices.get(item.productId());
      if (price != null && (currency.isEmpty() || currency.equals(price.currency()))) {
        currency = price.currency();
        lines.add(
            new GoodsLine(item.productId(), item.quantity(), price.unitMinor(), price.taxClass()));
      } else {
        unsellable.add(item.productId());
      }
    }
    return new Goods(currency, lines, unsellable);
  }

  /** What all lines cost before promotions. */
  long listMinor() {
    return lines.stream().mapToLong(GoodsLine::listMinor).sum();
  }
}
