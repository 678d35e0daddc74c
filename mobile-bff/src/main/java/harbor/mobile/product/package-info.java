/**
 * The product on the phone: six fields from three calls.
 *
 * <p>Start reading at {@link harbor.mobile.product.ProductScreen}.
 */
@NullMarked
package harbor.mobile.product;

import org.jspecify.annotations.NullMarked;
