/** Tests of what is found; start reading at {@link harbor.web.search.SearchViewsTest}. */
@NullMarked
package harbor.web.search;

import org.jspecify.annotations.NullMarked;
