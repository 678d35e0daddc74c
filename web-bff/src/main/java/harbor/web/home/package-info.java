/**
 * The shop's first page.
 *
 * <p>Start reading at {@link harbor.web.home.HomeScreen}.
 */
@NullMarked
package harbor.web.home;

import org.jspecify.annotations.NullMarked;
