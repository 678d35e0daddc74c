/**
 * The checkout on the phone: what the cart costs before it is ordered.
 *
 * <p>Its screen is {@link harbor.screens.checkout.CheckoutSummaryScreen}.
 */
@NullMarked
package harbor.mobile.checkout;

import org.jspecify.annotations.NullMarked;
