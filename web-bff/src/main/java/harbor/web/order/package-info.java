/**
 * Orders in the browser: what was bought, and how far it is.
 *
 * <p>Its screens are {@link harbor.screens.order.OrderScreens}.
 */
@NullMarked
package harbor.web.order;

import org.jspecify.annotations.NullMarked;
