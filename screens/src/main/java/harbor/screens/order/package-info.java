/**
 * Orders: placed, followed, cancelled, given back.
 *
 * <p>Start reading at {@link harbor.screens.order.OrderScreens}.
 */
@NullMarked
package harbor.screens.order;

import org.jspecify.annotations.NullMarked;
