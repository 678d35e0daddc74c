/** Tests of the first page; start reading at {@link harbor.web.home.HomeViewsTest}. */
@NullMarked
package harbor.web.home;

import org.jspecify.annotations.NullMarked;
