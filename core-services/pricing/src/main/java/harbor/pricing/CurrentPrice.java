package harbor.pricing;

import harbor.kit.service.row.Audit;
import java.util.OptionalLong;

/**
 * What a product costs now, and what follows from it by arithmetic.
 *
 * @param stated the price, without a sale that is over
 * @param currentMinor what a customer pays now; less than the regular price exactly while a sale is
 *     in force
 * @param lowestBeforeSaleMinor the lowest price that was asked, in the same currency, at any moment
 *     of the 30 days before the running sale began; empty without a sale or without a price then
 * @param audit who changed the row, and when
 */
record CurrentPrice(
    StatedPrice stated, long currentMinor, OptionalLong lowestBeforeSaleMinor, Audit audit) {
  private static final int BASIS_POINTS = 10_000;

  /** Whether less than the regular price is asked. */
  boolean isOnSale() {
    return currentMinor < stated.listMinor();
  }

  /** The discount against the regular price in basis points, rounded down; 0 without a sale. */
  int discountBasisPoints() {
    return Math.toIntExact((stated.listMinor() - currentMinor) * BASIS_POINTS / stated.listMinor());
  }

  /** The regular price less the current one in minor units; empty without a sale. */
  OptionalLong savingMinor() {
    return isOnSale() ? OptionalLong.of(stated.listMinor() - currentMinor) : OptionalLong.empty();
  }
}
