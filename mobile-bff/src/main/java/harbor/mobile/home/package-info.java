/**
 * The app's first screen, as four parts and as sections.
 *
 * <p>Start reading at {@link harbor.mobile.home.HomeScreen}.
 */
@NullMarked
package harbor.mobile.home;

import org.jspecify.annotations.NullMarked;
