/**
 * Carts in the browser: what guests and users mean to buy.
 *
 * <p>Start reading at {@link harbor.web.cart.CartScreens}.
 */
@NullMarked
package harbor.web.cart;

import org.jspecify.annotations.NullMarked;
