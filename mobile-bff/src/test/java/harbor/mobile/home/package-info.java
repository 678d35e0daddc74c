/** Tests of the app's first screen; start reading at {@link harbor.mobile.home.HomeViewsTest}. */
@NullMarked
package harbor.mobile.home;

import org.jspecify.annotations.NullMarked;
