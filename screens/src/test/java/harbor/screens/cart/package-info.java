/** Tests of carts. */
@NullMarked
package harbor.screens.cart;

import org.jspecify.annotations.NullMarked;
