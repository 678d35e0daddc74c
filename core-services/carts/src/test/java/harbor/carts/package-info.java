/** Tests of the carts service; start reading at {@link harbor.carts.CartTest}. */
@NullMarked
package harbor.carts;

import org.jspecify.annotations.NullMarked;
