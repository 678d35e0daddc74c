/**
 * Carts in the browser: what guests and users mean to buy.
 *
 * <p>Its screens are {@link harbor.screens.cart.CartScreens}.
 */
@NullMarked
package harbor.web.cart;

import org.jspecify.annotations.NullMarked;
