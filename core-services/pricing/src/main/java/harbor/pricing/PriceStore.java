package harbor.pricing;

import harbor.kit.service.timer.Boundaries;
import java.util.List;

/**
 * Prices and their history; its boundaries are moments in which a sale begins or ends. Each method
 * is one transaction. Thread-safe.
 */
interface PriceStore extends Boundaries.Store {
  /** The prices of the known ones among the products, in the order asked. */
  List<CurrentPrice> prices(List<String> productIds);

  /**
   * Creates or replaces prices; a price that really changed goes into the history, one that did not
   * writes nothing.
   *
   * <p>A sale begins when a price goes on sale, at the beginning of its range or at once, and lasts
   * until its end, or until a price without a sale, or in another currency, is stated: a running
   * sale that changes its price goes on.
   *
   * @param prices each product once
   * @return for each price that was written: whether it was the product's first
   */
  List<Boolean> put(List<StatedPrice> prices);
}
