/**
 * {@code /web/dashboard}: orders, deliveries and points of whoever has signed in, with history.
 *
 * <p>Start reading at {@link harbor.web.dashboard.DashboardScreen}.
 */
@NullMarked
package harbor.web.dashboard;

import org.jspecify.annotations.NullMarked;
