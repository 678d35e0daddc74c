/**
 * Orders on the phone: what was bought, and how far it is.
 *
 * <p>Its screens are {@link harbor.screens.order.OrderScreens}.
 */
@NullMarked
package harbor.mobile.order;

import org.jspecify.annotations.NullMarked;
