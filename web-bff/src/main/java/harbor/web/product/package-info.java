/**
 * The product page: everything that the browser shows of a product, from six calls. Start reading
 * at {@link harbor.web.product.ProductScreen}.
 */
@NullMarked
package harbor.web.product;

import org.jspecify.annotations.NullMarked;
