/**
 * Streams of what changes about products.
 *
 * <p>Start reading at {@link harbor.screens.product.ProductEventsScreens}.
 */
@NullMarked
package harbor.screens.product;

import org.jspecify.annotations.NullMarked;
