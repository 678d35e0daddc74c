/**
 * What stock is, and what is promised from it: records that cannot hold a bad value, and rules.
 *
 * <p>Start reading at {@link harbor.inventory.stock.StockLevel}, what is there, and {@link
 * harbor.inventory.stock.Offer}, what a customer can have of it.
 */
@NullMarked
package harbor.inventory.stock;

import org.jspecify.annotations.NullMarked;
