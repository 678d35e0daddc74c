/**
 * Offers: what a cart costs at one destination, kept by id until it is ordered or its time is over;
 * and the promotions that make it cost less.
 *
 * <p>Start reading at {@link harbor.pricing.offer.OfferMaker}, which shows the order of the steps,
 * then {@link harbor.pricing.offer.Discounts} for the rules of promotions. Amounts are minor units
 * everywhere.
 */
@NullMarked
package harbor.pricing.offer;

import org.jspecify.annotations.NullMarked;
