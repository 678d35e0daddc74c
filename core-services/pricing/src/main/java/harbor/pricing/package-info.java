/**
 * The core service that decides what a product costs: its price, what a sale saves, and the history
 * that a price reduction must be measured against (Directive 98/6/EC, article 6a).
 *
 * <p>Start reading at {@link harbor.pricing.Pricing}, which wires the service, then {@link
 * harbor.pricing.StatedPrice} for the rules and {@link harbor.pricing.PriceStore} for what is kept.
 * What a cart costs is {@link harbor.pricing.offer}'s.
 */
@NullMarked
package harbor.pricing;

import org.jspecify.annotations.NullMarked;
