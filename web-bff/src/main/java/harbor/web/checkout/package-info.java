/**
 * The checkout in the browser: what the cart costs before it is ordered.
 *
 * <p>Its screen is {@link harbor.screens.checkout.CheckoutSummaryScreen}.
 */
@NullMarked
package harbor.web.checkout;

import org.jspecify.annotations.NullMarked;
