/**
 * The tables of the people who run the shop. A row's view says by itself which columns are shown,
 * filtered and sorted by; what it does not have can neither be seen nor asked for.
 *
 * <p>Start reading at {@link harbor.web.admin.AdminScreens}.
 */
@NullMarked
package harbor.web.admin;

import org.jspecify.annotations.NullMarked;
