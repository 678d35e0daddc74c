/**
 * The checkout: what a cart costs before it is ordered, and whether it can be.
 *
 * <p>Start reading at {@link harbor.screens.checkout.CheckoutSummaryScreen}.
 */
@NullMarked
package harbor.screens.checkout;

import org.jspecify.annotations.NullMarked;
