package harbor.web.pricing;

import harbor.web.catalog.Money;
import java.util.Optional;

/**
 * What a product costs now.
 *
 * @param sale absent when there is none
 */
public record ProductPrice(Money current, Optional<Sale> sale) {
  /**
   * How a sale compares. Decided by the pricing service.
   *
   * @param list the regular price
   * @param basisPoints the discount: 2,550 is 25.5 %
   * @param saving the regular price less the current one
   * @param lowestBefore the lowest price of the 30 days before
   */
  public record Sale(Money list, int basisPoints, Money saving, Optional<Money> lowestBefore) {
    private static final int ALL = 10_000;

    /** Checks the discount. */
    public Sale {
      if (basisPoints < 0 || basisPoints > ALL) {
        throw new IllegalArgumentException(
            "basisPoints: " + basisPoints + " (expected: 0 to " + ALL + ")");
      }
    }
  }
}
