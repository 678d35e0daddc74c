/**
 * What a product is: records that cannot hold a bad value.
 *
 * <p>Start reading at {@link harbor.catalog.product.Product}. The limits are those of {@code
 * harbor.catalog.v1.Product}; a value beyond one is an {@link harbor.catalog.product.InvalidField}.
 * A field that was not said stays unsaid: what it then means is for whoever reads it.
 */
@NullMarked
package harbor.catalog.product;

import org.jspecify.annotations.NullMarked;
