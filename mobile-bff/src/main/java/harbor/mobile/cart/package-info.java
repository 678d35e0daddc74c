/**
 * Carts on the phone: what guests and users mean to buy.
 *
 * <p>Start reading at {@link harbor.mobile.cart.CartScreens}.
 */
@NullMarked
package harbor.mobile.cart;

import org.jspecify.annotations.NullMarked;
