package harbor.pricing;

import harbor.kit.service.row.Audit;
import java.util.OptionalLong;

/**
 * What a product costs now.
 *
 * @param stated the price
 * @param lowestBeforeSaleMinor the lowest price that was asked, in the same currency, at any moment
 *     of the 30 days before the running sale began; empty without a sale or without a price then
 * @param audit who changed the row, and when
 */
record CurrentPrice(StatedPrice stated, OptionalLong lowestBeforeSaleMinor, Audit audit) {}
