/**
 * Carts on the phone: what guests and users mean to buy.
 *
 * <p>Its screens are {@link harbor.screens.cart.CartScreens}.
 */
@NullMarked
package harbor.mobile.cart;

import org.jspecify.annotations.NullMarked;
