package harbor.pricing;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * What a product costs now.
 *
 * @param stated the price
 * @param lowestBeforeSaleMinor the lowest price that was asked, in the same currency, at any moment
 *     of the 30 days before the running sale began; empty without a sale or without a price then
 * @param audit who changed the row, and when
 */
record CurrentPrice(StatedPrice stated, OptionalLong lowestBeforeSaleMinor, Audit audit) {
  /**
   * Who changed a row, and when.
   *
   * @param version counts the changes, from 1
   */
  record Audit(
      Instant createdAt, String createdBy, Instant updatedAt, String updatedBy, long version) {}
}
