/**
 * Carts: what guests and users mean to buy.
 *
 * <p>Start reading at {@link harbor.screens.cart.CartScreens}.
 */
@NullMarked
package harbor.screens.cart;

import org.jspecify.annotations.NullMarked;
